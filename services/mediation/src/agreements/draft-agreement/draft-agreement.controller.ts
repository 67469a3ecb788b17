import { Body, Controller, Param, Post, Put } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, IfMatch, Refuses, Uuid } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import { AgreementContentDto, AgreementView, DraftDto } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { DraftAgreementHandler } from './draft-agreement.handler.js';

const incomplete = [
  agreementProblems.unknownParty,
  agreementProblems.partyLeftOut,
  agreementProblems.dueBeforeAgreement,
];

@Controller()
@ApiTags('Agreements')
export class DraftAgreementController {
  constructor(private readonly draftAgreement: DraftAgreementHandler) {}

  @Post('cases/:caseId/agreements')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Write down what the parties agree on, or record an oral agreement (art. 28, 29)' })
  @Answers(201, AgreementView)
  @Refuses(caseProblems.wrongState, caseProblems.dataNotYours, agreementProblems.pending, ...incomplete)
  draft(@Param('caseId', Uuid) id: string, @Body() body: DraftDto, @By() by: Caller): Promise<AgreementView> {
    return this.draftAgreement.draft(id, body, by);
  }

  @Put('agreements/:agreementId')
  @Requires('cases:mediate')
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the version that the change rests on' })
  @ApiOperation({ summary: 'Change a draft: another edition, which everybody confirms anew; the one before is kept' })
  @Answers(200, AgreementView)
  @Refuses(caseProblems.dataNotYours, agreementProblems.wrongState, ...incomplete)
  revise(
    @Param('agreementId', Uuid) id: string,
    @Body() body: AgreementContentDto,
    @IfMatch() version: number,
    @By() by: Caller,
  ): Promise<AgreementView> {
    return this.draftAgreement.revise(id, body, version, by);
  }
}
