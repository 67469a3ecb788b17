import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, Whole } from '@huying/http';
import { AnswerDto } from '../../cases/answer-consent/answer-consent.controller.js';
import { caseProblems } from '../../cases/cases.problems.js';
import { AgreementView } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { SignAgreementHandler } from './sign-agreement.handler.js';

export class ConfirmationDto extends AnswerDto {
  @Whole({ min: 1, max: 1_000, description: 'The edition that was read' })
  edition!: number;
}

const reaching = [
  caseProblems.wrongState,
  agreementProblems.wrongState,
  agreementProblems.notSignedByAll,
  agreementProblems.dueBeforeAgreement,
  agreementProblems.unknownParty,
  agreementProblems.partyLeftOut,
];

@Controller('agreements/:agreementId')
@ApiTags('Agreements')
export class SignAgreementController {
  constructor(private readonly signAgreement: SignAgreementHandler) {}

  @Post('confirmations')
  @Requires('cases:answer')
  @ApiOperation({
    summary:
      'A party confirms an edition by its own token, or on a paper that a witness saw (signature or fingerprint, art. 29)',
  })
  @Answers(201, AgreementView)
  @Refuses(caseProblems.paperWanted, agreementProblems.otherEdition, agreementProblems.confirmedAlready, ...reaching)
  confirm(
    @Param('agreementId', Uuid) id: string,
    @Body() body: ConfirmationDto,
    @By() by: Caller,
  ): Promise<AgreementView> {
    return this.signAgreement.confirm(id, body, by);
  }

  @Post('signature')
  @Requires('cases:mediate')
  @ApiOperation({
    summary: 'The mediator signs; with it an oral agreement that all have confirmed takes effect (art. 30)',
  })
  @Answers(201, AgreementView)
  @Refuses(caseProblems.dataNotYours, agreementProblems.notTheMediator, ...reaching)
  sign(@Param('agreementId', Uuid) id: string, @By() by: Caller): Promise<AgreementView> {
    return this.signAgreement.sign(id, by);
  }

  @Post('seal')
  @Requires('cases:decide')
  @ApiOperation({ summary: 'The committee puts its seal to it, once all have signed: it takes effect (art. 29)' })
  @Answers(201, AgreementView)
  @Refuses(caseProblems.dataNotYours, ...reaching)
  seal(@Param('agreementId', Uuid) id: string, @By() by: Caller): Promise<AgreementView> {
    return this.signAgreement.seal(id, by);
  }
}
