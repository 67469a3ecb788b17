import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, PageOf, PageQuery, Refuses, StepsView, Uuid, type Page } from '@huying/http';
import { CaseFileView, CaseReadingView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { ReasonQuery } from '../keep-parties/keep-parties.controller.js';
import { ShowCaseHandler } from './show-case.handler.js';

export class CaseReadingPage extends PageOf(CaseReadingView) {}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class ShowCaseController {
  constructor(private readonly showCase: ShowCaseHandler) {}

  @Get()
  @Requires('cases:read')
  @ApiOperation({
    summary: 'A case for whoever is in it; what is asked the committee sees only with a reason, on record',
  })
  @Answers(200, CaseFileView)
  get(@Param('caseId', Uuid) id: string, @Query() { reason }: ReasonQuery, @By() by: Caller): Promise<CaseFileView> {
    return this.showCase.handle(id, reason, by);
  }

  @Get('readings')
  @Requires('cases:read')
  @ApiOperation({ summary: 'Who was shown what of the case, and why: for the parties too; the latest first' })
  @Answers(200, CaseReadingPage)
  readings(
    @Param('caseId', Uuid) id: string,
    @Query() query: PageQuery,
    @By() by: Caller,
  ): Promise<Page<CaseReadingView>> {
    return this.showCase.readings(id, query, by);
  }

  @Get('history')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Every step of the case: who, when and why' })
  @Answers(200, StepsView)
  @Refuses(caseProblems.dataNotYours)
  history(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<StepsView> {
    return this.showCase.history(id, by);
  }
}
