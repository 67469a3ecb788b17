import { Controller, Get, Header, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, Refuses, Uuid } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import { ReasonQuery } from '../../cases/keep-parties/keep-parties.controller.js';
import { AgreementFileView, AgreementView } from '../agreement.view.js';
import { ReadAgreementHandler } from './read-agreement.handler.js';

export class ListAgreementsQuery {
  @Id({ description: 'Of which case' })
  caseId!: string;
}

export class AgreementsView {
  @ApiProperty({ type: [AgreementView], description: 'The latest first, without their contents' })
  items!: AgreementView[];
}

@Controller('agreements')
@ApiTags('Agreements')
export class ReadAgreementController {
  constructor(private readonly readAgreement: ReadAgreementHandler) {}

  @Get()
  @Requires('cases:read')
  @ApiOperation({ summary: 'The agreements of a case, without their contents' })
  @Answers(200, AgreementsView)
  list(@Query() { caseId }: ListAgreementsQuery, @By() by: Caller): Promise<AgreementsView> {
    return this.readAgreement.list(caseId, by);
  }

  @Get(':agreementId')
  @Requires('cases:read')
  @ApiOperation({ summary: 'What is agreed: for the parties and mediators; the committee gives a reason. On record' })
  @Answers(200, AgreementFileView)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  get(
    @Param('agreementId', Uuid) id: string,
    @Query() { reason }: ReasonQuery,
    @By() by: Caller,
  ): Promise<AgreementFileView> {
    return this.readAgreement.handle(id, reason, by);
  }

  @Get(':agreementId/document')
  @Requires('cases:read')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  @ApiProduces('text/html')
  @ApiOperation({ summary: '人民调解协议书, to be printed and signed; the reading goes on record' })
  @Answers(200, String)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  document(
    @Param('agreementId', Uuid) id: string,
    @Query() { reason }: ReasonQuery,
    @By() by: Caller,
  ): Promise<string> {
    return this.readAgreement.document(id, reason, by);
  }
}
