import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Refuses, Text, Uuid } from '@huying/http';
import { CaseFileView } from '../case.view.js';
import { caseProblems } from '../cases.problems.js';
import { AnswerConsentHandler } from './answer-consent.handler.js';

/** A party's answer: by its own token nothing more is wanted; what it signed on paper is entered for it. */
export class AnswerDto {
  @Id({ required: false, description: 'For whom it is entered from paper' })
  partyId?: string;

  @Text({ max: 100, required: false, description: 'Who saw the paper being signed; encrypted' })
  witness?: string;
}

@Controller('cases/:caseId')
@ApiTags('Cases')
export class AnswerConsentController {
  constructor(private readonly answerConsent: AnswerConsentHandler) {}

  @Post('consent-request')
  @Requires('cases:decide')
  @ApiOperation({ summary: 'Ask every party whether it wants mediation; whoever asked for it has consented' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.needsTwoSides, caseProblems.dataNotYours)
  seek(@Param('caseId', Uuid) id: string, @By() by: Caller): Promise<CaseFileView> {
    return this.answerConsent.seek(id, by);
  }

  @Post('consents')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'Consent to mediation; with the last consent the case is accepted and its time runs' })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.notAsked, caseProblems.paperWanted)
  give(@Param('caseId', Uuid) id: string, @Body() body: AnswerDto, @By() by: Caller): Promise<CaseFileView> {
    return this.answerConsent.give(id, body, by);
  }

  @Post('refusals')
  @Requires('cases:answer')
  @ApiOperation({
    summary: 'Refuse mediation, or end it: at any time, without a reason (art. 17, 23); in a group, stay out of it',
  })
  @Answers(201, CaseFileView)
  @Refuses(caseProblems.wrongState, caseProblems.notAsked, caseProblems.paperWanted)
  refuse(@Param('caseId', Uuid) id: string, @Body() body: AnswerDto, @By() by: Caller): Promise<CaseFileView> {
    return this.answerConsent.refuse(id, body, by);
  }
}
