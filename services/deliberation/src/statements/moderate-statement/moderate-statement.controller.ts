import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Refuses, Text, Uuid } from '@huying/http';
import { StatementView } from '../statement.view.js';
import { statementProblems } from '../statements.problems.js';
import { ModerateStatementHandler } from './moderate-statement.handler.js';

export class ModerateStatementDto {
  @Flag({ description: 'Whether everybody sees it' })
  shown!: boolean;

  @Text({ max: 500, required: false, description: 'Why not, for whoever said it' })
  reason?: string | null;
}

@Controller('statements/:statementId/moderation')
@ApiTags('Statements')
export class ModerateStatementController {
  constructor(private readonly moderateStatement: ModerateStatementHandler) {}

  @Post()
  @Requires('statements:moderate')
  @ApiOperation({
    summary: 'Show a statement to everybody, or not, with the reason; one that is shown can be taken away',
  })
  @Answers(201, StatementView)
  @Refuses(statementProblems.wrongState, statementProblems.ownModeration, statementProblems.reasonWanted)
  post(
    @Param('statementId', Uuid) id: string,
    @Body() body: ModerateStatementDto,
    @By() by: Caller,
  ): Promise<StatementView> {
    return this.moderateStatement.handle(id, body, by);
  }
}
