import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Parts, PersonId, Refuses, Text, Whole } from '@huying/http';
import { MOST_FEN } from '../../money.js';
import { priorityProblems } from '../../priorities/priorities.problems.js';
import { StageDto, WorkView } from '../work.view.js';
import { workProblems } from '../works.problems.js';
import { StartWorkHandler } from './start-work.handler.js';

export class StartWorkDto {
  @Text({ max: 100, example: '3幢加装电梯' })
  title!: string;

  @Id({ required: false, description: 'The round whose result they carry out; residents must have agreed in it' })
  decisionId?: string | null;

  @Text({ max: 20, required: false, example: 'o1', description: 'Of that round: the option of its list' })
  optionId?: string | null;

  @Text({ max: 100, example: '海宁某某建设有限公司' })
  contractor!: string;

  @PersonId({ description: 'The account with which the contractor answers and rectifies', example: 'contractor-1' })
  contractorAccount!: string;

  @Whole({ min: 0, max: MOST_FEN, description: 'In fen, 0.01 CNY' })
  budgetFen!: number;

  @Text({ max: 2_000, description: 'What is to be done, for everybody to read' })
  plan!: string;

  @Parts(() => StageDto, { min: 1, max: 20 })
  stages!: StageDto[];
}

@Controller('works')
@ApiTags('Works')
export class StartWorkController {
  constructor(private readonly startWork: StartWorkHandler) {}

  @Post()
  @Requires('works:run')
  @ApiOperation({ summary: 'Begin works that residents watch' })
  @Answers(201, WorkView)
  @Refuses(
    workProblems.stagesNotInOrder,
    workProblems.stageNameTwice,
    priorityProblems.roundUnknown,
    priorityProblems.notDecided,
    priorityProblems.optionUnknown,
    priorityProblems.notWanted,
  )
  post(@Body() body: StartWorkDto, @By() by: Caller): Promise<WorkView> {
    return this.startWork.handle(body, by);
  }
}
