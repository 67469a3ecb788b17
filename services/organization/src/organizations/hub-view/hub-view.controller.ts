import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Uuid, type Page } from '@huying/http';
import { OrganizationView } from '../organization.view.js';
import { HubViewHandler } from './hub-view.handler.js';

export class WorkView {
  @ApiProperty({ description: 'Activities and class sessions held' })
  activities!: number;

  @ApiProperty({ description: 'Minutes of service recorded' })
  minutes!: number;

  @ApiProperty({ description: 'Volunteers who served' })
  volunteers!: number;

  @ApiProperty({ description: 'Money in kind from partners, in yuan' })
  inKind!: number;

  @ApiProperty({ description: 'Mean of the ratings of its needs, 1 to 5; 0: none' })
  meanRating!: number;

  @ApiProperty()
  ratings!: number;

  @ApiProperty({ description: 'Milestones due so far' })
  milestonesDue!: number;

  @ApiProperty({ description: 'Those of them that were reached in time' })
  milestonesInTime!: number;
}

export class HealthView {
  @ApiProperty({ type: OrganizationView })
  organization!: OrganizationView;

  @ApiProperty({ minimum: 0, maximum: 100, description: 'The formula: docs/organizations.md' })
  score!: number;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'number' },
    description: 'What the score is made of, each from 0 to 1; what cannot be judged is left out',
  })
  parts!: Record<string, number>;

  @ApiProperty({ type: WorkView, description: 'Of the last ninety days' })
  work!: WorkView;
}

export class HealthPage extends PageOf(HealthView) {}

@Controller('organizations/:organizationId/member-organizations')
@ApiTags('Organizations')
export class HubViewController {
  constructor(private readonly hubView: HubViewHandler) {}

  @Get()
  @Requires('organizations:read-members')
  @ApiOperation({ summary: 'How the hub’s member organisations fare, for the hub and staff' })
  @Answers(200, HealthPage)
  get(
    @Param('organizationId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<HealthView>> {
    return this.hubView.handle(id, query, by);
  }
}
