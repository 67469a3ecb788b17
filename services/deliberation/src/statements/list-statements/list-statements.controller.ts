import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, type Page } from '@huying/http';
import { statementStates, type StatementState } from '../statement.entity.js';
import { StatementView } from '../statement.view.js';
import { ListStatementsHandler } from './list-statements.handler.js';

export class ListStatementsQuery extends PageQuery {
  @Id()
  talkId!: string;

  @OneOf(statementStates, { required: false })
  state?: StatementState;
}

export class StatementPage extends PageOf(StatementView) {}

@Controller('statements')
@ApiTags('Statements')
export class ListStatementsController {
  constructor(private readonly listStatements: ListStatementsHandler) {}

  @Get()
  @Requires('statements:read')
  @ApiOperation({
    summary: 'What was said in a talk and is shown, and what you said yourself; staff see all, to moderate it',
    description: 'How many agree is not shown here: nobody is to follow the others. See the opinion of the talk.',
  })
  @Answers(200, StatementPage)
  list(@Query() query: ListStatementsQuery, @By() by: Caller): Promise<Page<StatementView>> {
    return this.listStatements.handle(query, by);
  }
}
