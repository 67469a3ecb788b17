import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Parts, ReasonDto, Refuses, Uuid, Whole } from '@huying/http';
import { ActivityView, MaterialDto } from '../programme.view.js';
import { activityProblems } from '../programmes.problems.js';
import { RecordActivityHandler } from './record-activity.handler.js';

export class ReachDto {
  @Whole({ min: 0, max: 1_000_000 })
  peopleSpokenTo!: number;

  @Whole({ min: 0, max: 1_000_000 })
  householdsVisited!: number;

  @Parts(() => MaterialDto, { max: 100, required: false, description: 'Of the campaign’s materials' })
  materialsUsed?: MaterialDto[];
}

@Controller('campaigns/activities/:activityId')
@ApiTags('Campaigns')
export class RecordActivityController {
  constructor(private readonly recordActivity: RecordActivityHandler) {}

  @Post('reach')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Record that an activity was held, and what it reached' })
  @Answers(201, ActivityView)
  @Refuses(
    activityProblems.wrongState,
    activityProblems.notBegun,
    activityProblems.materialUnknown,
    activityProblems.materialUsedUp,
  )
  hold(@Param('activityId', Uuid) id: string, @Body() body: ReachDto, @By() by: Caller): Promise<ActivityView> {
    return this.recordActivity.hold(id, body, by);
  }

  @Post('cancellation')
  @Requires('programmes:run')
  @ApiOperation({ summary: 'Cancel an activity; the need for its volunteers lapses' })
  @Answers(201, ActivityView)
  @Refuses(activityProblems.wrongState)
  cancel(@Param('activityId', Uuid) id: string, @Body() body: ReasonDto, @By() by: Caller): Promise<ActivityView> {
    return this.recordActivity.cancel(id, body, by);
  }
}
