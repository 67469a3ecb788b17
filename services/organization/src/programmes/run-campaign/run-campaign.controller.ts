import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  arisingNeedProblems,
  Codes,
  Flag,
  Id,
  IsInstant,
  Parts,
  ReasonDto,
  Refuses,
  Text,
  Uuid,
  Whole,
  CatalogueCode,
} from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { ActivityView, CampaignView, MaterialDto } from '../programme.view.js';
import { activityProblems, campaignProblems, programmeProblems } from '../programmes.problems.js';
import { RunCampaignHandler } from './run-campaign.handler.js';

export class CampaignDto {
  @Id({ description: 'A programme of the kind campaign that is open' })
  programmeId!: string;

  @Text({ max: 100, example: '潮城大喇叭:入户反诈宣传' })
  title!: string;

  @Text({ max: 100, example: '西山小区' })
  place!: string;

  @Text({
    max: 500,
    example: 'FREQ=WEEKLY;BYDAY=SA',
    description: 'RFC 5545, in the community’s zone, by the day at most',
  })
  recurrence!: string;

  @IsInstant({ description: 'The first activity' })
  firstStartsAt!: Temporal.Instant;

  @Whole({ min: 15, max: 1_440, description: 'How long an activity lasts' })
  minutes!: number;

  @Flag({ required: false, description: 'Whether it goes on on the holidays of China; default: no' })
  onHolidays?: boolean;

  @CatalogueCode({ example: 'CP-007', description: 'What its needs are in the catalogue' })
  catalogueItemCode!: string;

  @Whole({ min: 1, max: 5_000, description: 'Volunteers of each activity' })
  volunteers!: number;

  @Codes({ max: 20, required: false })
  skills?: string[];

  @Whole({ min: 0, max: 100, required: false, description: 'Of volunteers, in full years; default: 0' })
  minimumAge?: number;

  @Text({ max: 100, description: 'Who answers for it (志愿服务记录与证明出具办法, art. 7)' })
  personInCharge!: string;

  @Parts(() => MaterialDto, { max: 100, required: false })
  materials?: MaterialDto[];
}

/** Of a campaign's activities those that start in that time. */
export class ActivitiesAheadDto extends ReasonDto {
  @IsInstant({ description: 'Those that start after it, and after now' })
  from!: Temporal.Instant;

  @IsInstant({ description: 'Those that start before it' })
  until!: Temporal.Instant;
}

export class ActivitiesView {
  @ApiProperty({ type: [ActivityView] })
  items!: ActivityView[];
}

@Controller('campaigns')
@ApiTags('Campaigns')
export class RunCampaignController {
  constructor(private readonly runCampaign: RunCampaignHandler) {}

  @Post()
  @Requires('programmes:run')
  @ApiOperation({
    summary: 'Start a campaign; its activities, and the needs for their volunteers, follow by its calendar',
  })
  @Answers(201, CampaignView)
  @Refuses(
    programmeProblems.wrongKind,
    campaignProblems.programmeNotOpen,
    campaignProblems.firstInThePast,
    campaignProblems.recurrenceUnreadable,
    arisingNeedProblems.unknownItem,
  )
  start(@Body() body: CampaignDto, @By() by: Caller): Promise<CampaignView> {
    return this.runCampaign.start(body, by);
  }

  @Post(':campaignId/activities/cancellation')
  @Requires('programmes:run')
  @ApiOperation({
    summary: 'Cancel together what is scheduled in a stretch of time, as for a typhoon; what comes after it goes on',
  })
  @Answers(201, ActivitiesView)
  @Refuses(activityProblems.notAhead, activityProblems.noneAhead)
  cancelActivities(
    @Param('campaignId', Uuid) id: string,
    @Body() body: ActivitiesAheadDto,
    @By() by: Caller,
  ): Promise<ActivitiesView> {
    return this.runCampaign.cancelActivities(id, body, by);
  }

  @Post(':campaignId/end')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'End it; activities still to come are cancelled, their needs too' })
  @Answers(201, CampaignView)
  @Refuses(campaignProblems.wrongState)
  end(@Param('campaignId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<CampaignView> {
    return this.runCampaign.end(id, body, by);
  }
}
