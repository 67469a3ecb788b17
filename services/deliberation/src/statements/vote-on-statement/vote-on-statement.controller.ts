import { Body, Controller, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, Refuses, Uuid } from '@huying/http';
import { stances, type Stance } from '../statement.entity.js';
import { StatementView } from '../statement.view.js';
import { statementProblems, talkProblems } from '../statements.problems.js';
import { VoteOnStatementHandler } from './vote-on-statement.handler.js';

export class VoteOnStatementDto {
  @OneOf(stances, { description: 'To pass is to have read it and not to say' })
  stance!: Stance;
}

@Controller('statements/:statementId/vote')
@ApiTags('Statements')
export class VoteOnStatementController {
  constructor(private readonly voteOnStatement: VoteOnStatementHandler) {}

  @Put()
  @Requires('statements:make')
  @ApiOperation({ summary: 'Say what you think of a statement; you can change it while the talk is open' })
  @Answers(200, StatementView)
  @Refuses(talkProblems.notOpen, statementProblems.noHousehold, statementProblems.wrongState)
  put(
    @Param('statementId', Uuid) id: string,
    @Body() body: VoteOnStatementDto,
    @By() by: Caller,
  ): Promise<StatementView> {
    return this.voteOnStatement.handle(id, body, by);
  }
}
