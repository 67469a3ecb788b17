import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, ReasonDto } from '@huying/http';
import { needProblems } from '../needs.problems.js';
import { NeedView } from '../need.view.js';
import { CompleteNeedHandler } from './complete-need.handler.js';

@Controller('needs/:needId/completion')
@ApiTags('Needs')
export class CompleteNeedController {
  constructor(private readonly completeNeed: CompleteNeedHandler) {}

  @Post()
  @Requires('needs:complete')
  @ApiOperation({ summary: 'Mark the service as done' })
  @Answers(201, NeedView)
  @Refuses(needProblems.wrongState, needProblems.notStarted)
  post(@Param('needId', Uuid) needId: string, @Body() body: ReasonDto, @By() by: Caller): Promise<NeedView> {
    return this.completeNeed.handle(needId, body, by);
  }
}
