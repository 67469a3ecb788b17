import { Body, Controller, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Refuses, RequiresIdempotencyKey, Text } from '@huying/http';
import { LONGEST_STATEMENT } from '../statement.js';
import { StatementView } from '../statement.view.js';
import { statementProblems, talkProblems } from '../statements.problems.js';
import { MakeStatementHandler } from './make-statement.handler.js';

export class MakeStatementDto {
  @Id()
  talkId!: string;

  @Text({ max: LONGEST_STATEMENT, example: '先划出消防通道,再划车位' })
  text!: string;
}

@Controller('statements')
@ApiTags('Statements')
export class MakeStatementController {
  constructor(private readonly makeStatement: MakeStatementHandler) {}

  @Post()
  @Requires('statements:make')
  @RequiresIdempotencyKey()
  @ApiOperation({
    summary: 'Say what you think, in one sentence; others see it once it is moderated, without your name',
  })
  @Answers(201, StatementView)
  @Refuses(
    talkProblems.notOpen,
    statementProblems.noHousehold,
    statementProblems.tooMany,
    statementProblems.saidAlready,
  )
  post(@Body() body: MakeStatementDto, @By() by: Caller): Promise<StatementView> {
    return this.makeStatement.handle(body, by);
  }
}
