import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Flag, Refuses, Text, Uuid } from '@huying/http';
import { AnswerDto } from '../../cases/answer-consent/answer-consent.controller.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { AgreementView } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { ConfirmInCourtHandler } from './confirm-in-court.handler.js';

export class CourtDecisionDto {
  @Flag({ description: 'Whether the court has confirmed the agreement' })
  confirmed!: boolean;

  @Text({ max: 100, example: '(2027)浙0481民特12号', description: 'The number of the ruling; encrypted' })
  ruling!: string;
}

@Controller('agreements/:agreementId')
@ApiTags('Agreements')
export class ConfirmInCourtController {
  constructor(private readonly confirmInCourt: ConfirmInCourtHandler) {}

  @Post('court-applications')
  @Requires('cases:answer')
  @ApiOperation({
    summary:
      'Join in asking the court to confirm the agreement: all parties together, within 30 days of its effect (art. 33)',
  })
  @Answers(201, AgreementView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.paperWanted,
    agreementProblems.wrongState,
    agreementProblems.appliedAlready,
    agreementProblems.confirmationTooLate,
  )
  apply(@Param('agreementId', Uuid) id: string, @Body() body: AnswerDto, @By() by: Caller): Promise<AgreementView> {
    return this.confirmInCourt.apply(id, body, by);
  }

  @Post('court-decision')
  @Requires('cases:decide')
  @ApiOperation({ summary: 'Enter what the court decided; what it does not confirm can be mediated again, or sued on' })
  @Answers(201, AgreementView)
  @Refuses(
    caseProblems.wrongState,
    caseProblems.dataNotYours,
    agreementProblems.wrongState,
    agreementProblems.notApplied,
  )
  decide(
    @Param('agreementId', Uuid) id: string,
    @Body() body: CourtDecisionDto,
    @By() by: Caller,
  ): Promise<AgreementView> {
    return this.confirmInCourt.decide(id, body, by);
  }
}
