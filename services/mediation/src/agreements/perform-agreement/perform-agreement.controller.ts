import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Refuses, Uuid, Whole } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import { AgreementView } from '../agreement.view.js';
import { agreementProblems } from '../agreements.problems.js';
import { PerformAgreementHandler } from './perform-agreement.handler.js';

export class InstalmentNumberDto {
  @Whole({ min: 1, max: 1_000, description: 'Which of the instalments' })
  number!: number;
}

@Controller('agreements/:agreementId')
@ApiTags('Agreements')
export class PerformAgreementController {
  constructor(private readonly performAgreement: PerformAgreementHandler) {}

  @Post('performances')
  @Requires('cases:answer')
  @ApiOperation({ summary: 'Whoever receives it, or a mediator, says that it is done; late, too (art. 31)' })
  @Answers(201, AgreementView)
  @Refuses(
    agreementProblems.wrongState,
    agreementProblems.noSuchInstalment,
    agreementProblems.performedAlready,
    agreementProblems.notYoursToReceive,
  )
  perform(
    @Param('agreementId', Uuid) id: string,
    @Body() { number }: InstalmentNumberDto,
    @By() by: Caller,
  ): Promise<AgreementView> {
    return this.performAgreement.perform(id, number, by);
  }

  @Post('breaches')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Say that it was not done in time; the answer names the other routes (art. 31, 32)' })
  @Answers(201, AgreementView)
  @Refuses(
    caseProblems.dataNotYours,
    agreementProblems.wrongState,
    agreementProblems.noSuchInstalment,
    agreementProblems.notDue,
  )
  breach(
    @Param('agreementId', Uuid) id: string,
    @Body() { number }: InstalmentNumberDto,
    @By() by: Caller,
  ): Promise<AgreementView> {
    return this.performAgreement.breach(id, number, by);
  }
}
