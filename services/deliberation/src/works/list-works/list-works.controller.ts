import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, StepsView, Uuid, type Page } from '@huying/http';
import { workStates, type WorkState } from '../work.entity.js';
import { WorkFileView, WorkView } from '../work.view.js';
import { ListWorksHandler } from './list-works.handler.js';

export class ListWorksQuery extends PageQuery {
  @OneOf(workStates, { required: false })
  state?: WorkState;

  @Id({ required: false, description: 'The round whose result they carry out' })
  decisionId?: string;
}

export class WorkPage extends PageOf(WorkView) {}

@Controller('works')
@ApiTags('Works')
export class ListWorksController {
  constructor(private readonly listWorks: ListWorksHandler) {}

  @Get()
  @Requires('works:read')
  @ApiOperation({ summary: 'Works, the newest first' })
  @Answers(200, WorkPage)
  list(@Query() query: ListWorksQuery, @By() by: Caller): Promise<Page<WorkView>> {
    return this.listWorks.list(query, by);
  }

  @Get(':workId')
  @Requires('works:read')
  @ApiOperation({ summary: 'Works with their team, their findings in numbers, and what households made of them' })
  @Answers(200, WorkFileView)
  show(@Param('workId', Uuid) id: string, @By() by: Caller): Promise<WorkFileView> {
    return this.listWorks.show(id, by);
  }

  @Get(':workId/history')
  @Requires('works:run')
  @ApiOperation({ summary: 'Every step of the works: who, when and why' })
  @Answers(200, StepsView)
  history(@Param('workId', Uuid) id: string, @By() by: Caller): Promise<StepsView> {
    return this.listWorks.history(id, by);
  }
}
