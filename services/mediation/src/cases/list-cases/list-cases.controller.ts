import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, OneOf, PageOf, PageQuery, type Page } from '@huying/http';
import { disputeKinds, type DisputeKind } from '../../kinds/kinds.js';
import { caseStates, type CaseState } from '../case.entity.js';
import { CaseView } from '../case.view.js';
import { ListCasesHandler } from './list-cases.handler.js';

export class ListCasesQuery extends PageQuery {
  @OneOf(caseStates, { required: false })
  state?: CaseState;

  @OneOf(disputeKinds, { required: false })
  kind?: DisputeKind;
}

export class CasePage extends PageOf(CaseView) {}

@Controller('cases')
@ApiTags('Cases')
export class ListCasesController {
  constructor(private readonly listCases: ListCasesHandler) {}

  @Get()
  @Requires('cases:read')
  @ApiOperation({ summary: 'Cases, the latest first: of the committee all, of anybody else those in which they are' })
  @Answers(200, CasePage)
  get(@Query() query: ListCasesQuery, @By() by: Caller): Promise<Page<CaseView>> {
    return this.listCases.handle(query, by);
  }
}
