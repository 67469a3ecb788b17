import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { activityStates, campaignStates, type ActivityState, type CampaignState } from '../programme.entity.js';
import { ActivityView, CampaignFileView, CampaignView, ShipmentView } from '../programme.view.js';
import { ListCampaignsHandler } from './list-campaigns.handler.js';

export class ListCampaignsQuery extends PageQuery {
  @Id({ required: false })
  programmeId?: string;

  @OneOf(campaignStates, { required: false })
  state?: CampaignState;
}

export class ListActivitiesQuery extends PageQuery {
  @OneOf(activityStates, { required: false })
  state?: ActivityState;
}

export class CampaignPage extends PageOf(CampaignView) {}
export class ActivityPage extends PageOf(ActivityView) {}
export class ShipmentPage extends PageOf(ShipmentView) {}

@Controller('campaigns')
@ApiTags('Campaigns')
export class ListCampaignsController {
  constructor(private readonly listCampaigns: ListCampaignsHandler) {}

  @Get()
  @Requires('programmes:read')
  @ApiOperation({ summary: 'Campaigns, the newest first' })
  @Answers(200, CampaignPage)
  list(@Query() query: ListCampaignsQuery, @By() by: Caller): Promise<Page<CampaignView>> {
    return this.listCampaigns.list(query, by);
  }

  @Get(':campaignId')
  @Requires('programmes:read')
  @ApiOperation({ summary: 'One campaign, and what it has reached' })
  @Answers(200, CampaignFileView)
  show(@Param('campaignId', Uuid) id: string, @By() by: Caller): Promise<CampaignFileView> {
    return this.listCampaigns.show(id, by);
  }

  @Get(':campaignId/activities')
  @Requires('programmes:read')
  @ApiOperation({ summary: 'Its activities, in the order of their starts' })
  @Answers(200, ActivityPage)
  activities(
    @Param('campaignId', Uuid) id: string,
    @Query() query: ListActivitiesQuery,
    @By() by: Caller,
  ): Promise<Page<ActivityView>> {
    return this.listCampaigns.activities(id, query, by);
  }

  @Get('activities/:activityId')
  @Requires('programmes:read')
  @ApiOperation({ summary: 'One activity, and what it has reached' })
  @Answers(200, ActivityView)
  activity(@Param('activityId', Uuid) id: string, @By() by: Caller): Promise<ActivityView> {
    return this.listCampaigns.activity(id, by);
  }

  @Get(':campaignId/shipments')
  @Requires('programmes:read')
  @ApiOperation({ summary: 'Goods collected and sent, the newest first' })
  @Answers(200, ShipmentPage)
  shipments(
    @Param('campaignId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<ShipmentView>> {
    return this.listCampaigns.shipments(id, query, by);
  }
}
