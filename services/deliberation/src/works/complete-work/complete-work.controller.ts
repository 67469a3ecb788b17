import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, Whole } from '@huying/http';
import { WorkView } from '../work.view.js';
import { workProblems } from '../works.problems.js';
import { CompleteWorkHandler } from './complete-work.handler.js';

export class CompleteWorkDto {
  @Whole({ min: 1, max: 60, description: 'For how many days households are asked how satisfied they are' })
  ratingDays!: number;
}

@Controller('works/:workId/completion')
@ApiTags('Works')
export class CompleteWorkController {
  constructor(private readonly completeWork: CompleteWorkHandler) {}

  @Post()
  @Requires('works:run')
  @ApiOperation({ summary: 'Declare works done and ask households; not while a serious or dangerous finding is open' })
  @Answers(201, WorkView)
  @Refuses(workProblems.wrongState, workProblems.gravelyFlawed)
  post(@Param('workId', Uuid) id: string, @Body() body: CompleteWorkDto, @By() by: Caller): Promise<WorkView> {
    return this.completeWork.handle(id, body, by);
  }
}
