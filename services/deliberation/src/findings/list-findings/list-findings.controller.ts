import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, OneOf, PageOf, PageQuery, QueryFlag, Uuid, type Page } from '@huying/http';
import { findingStates, severities, type FindingState, type Severity } from '../finding.entity.js';
import { FindingFileView, FindingView } from '../finding.view.js';
import { ListFindingsHandler } from './list-findings.handler.js';

export class ListFindingsQuery extends PageQuery {
  @Id({ required: false })
  workId?: string;

  @OneOf(findingStates, { required: false })
  state?: FindingState;

  @OneOf(severities, { required: false })
  severity?: Severity;

  @QueryFlag('true: only those whose day has passed and that are not said to be rectified')
  overdue?: boolean;
}

export class FindingPage extends PageOf(FindingView) {}

@Controller('findings')
@ApiTags('Findings')
export class ListFindingsController {
  constructor(private readonly listFindings: ListFindingsHandler) {}

  @Get()
  @Requires('findings:read')
  @ApiOperation({ summary: 'Findings in the order in which they were raised, for every resident to see' })
  @Answers(200, FindingPage)
  list(@Query() query: ListFindingsQuery, @By() by: Caller): Promise<Page<FindingView>> {
    return this.listFindings.list(query, by);
  }

  @Get(':findingId')
  @Requires('findings:read')
  @ApiOperation({ summary: 'One finding with all that was said of it' })
  @Answers(200, FindingFileView)
  show(@Param('findingId', Uuid) id: string, @By() by: Caller): Promise<FindingFileView> {
    return this.listFindings.show(id, by);
  }
}
