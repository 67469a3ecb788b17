import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IsInstant, Refuses, Uuid, ReasonDto } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { ReopenNeedHandler } from './reopen-need.handler.js';

/** Why a need is taken up again, and when. */
export class ReopenNeedDto extends ReasonDto {
  @IsInstant({ description: 'New start of the service' })
  startsAt!: Temporal.Instant;

  @IsInstant({ description: 'New end of the service' })
  endsAt!: Temporal.Instant;
}

@Controller('needs/:needId/reopening')
@ApiTags('Needs')
export class ReopenNeedController {
  constructor(private readonly reopenNeed: ReopenNeedHandler) {}

  @Post()
  @Requires('needs:reopen')
  @ApiOperation({ summary: 'Take up a need that had ended: a draft again, with a new time' })
  @Answers(201, NeedView)
  @Refuses(needProblems.wrongState, needProblems.endsBeforeStart, needProblems.tooLong, needProblems.startsInThePast)
  post(@Param('needId', Uuid) needId: string, @Body() body: ReopenNeedDto, @By() by: Caller): Promise<NeedView> {
    return this.reopenNeed.handle(needId, body, by);
  }
}
