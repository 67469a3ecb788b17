import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Ids, OneOf, Parts, Refuses, Text, Uuid, Whole } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import { outcomes, type Outcome } from '../session.entity.js';
import { SessionRecordView } from '../session.view.js';
import { mediationSessionProblems } from '../sessions.problems.js';
import { RecordSessionHandler } from './record-session.handler.js';

/** What a side put forward. */
export class SideProposalDto {
  @Whole({ min: 1, max: 5 })
  side!: number;

  @Whole({ min: 0, max: 100_000_000_000, required: false, description: 'Fen: claimed, admitted or offered' })
  amountFen?: number;

  @Text({ max: 2_000, example: '分三期付清', description: 'Encrypted' })
  terms!: string;
}

export class SessionRecordDto {
  @Ids({ max: 100, description: 'Parties who came' })
  present!: string[];

  @Text({ max: 20_000, description: 'Encrypted; read by the case’s mediators, on record' })
  minutes!: string;

  @Parts(() => SideProposalDto, { max: 50, description: 'In the order in which they were made' })
  proposals!: SideProposalDto[];

  @OneOf(outcomes)
  outcome!: Outcome;
}

@Controller('sessions/:sessionId/record')
@ApiTags('Sessions')
export class RecordSessionController {
  constructor(private readonly recordSession: RecordSessionHandler) {}

  @Post()
  @Requires('cases:mediate')
  @ApiOperation({
    summary:
      'Enter who came, the minutes, and what each side put forward; at an impasse the answer says what separates them',
    description:
      'At an impasse a go-between from the hometown of the side that holds out is proposed to all sides (art. 20), if there is one.',
  })
  @Answers(201, SessionRecordView)
  @Refuses(
    caseProblems.dataNotYours,
    mediationSessionProblems.wrongState,
    mediationSessionProblems.beforeConsent,
    mediationSessionProblems.notBegun,
    mediationSessionProblems.unknownParty,
    mediationSessionProblems.sideAbsent,
  )
  post(
    @Param('sessionId', Uuid) id: string,
    @Body() body: SessionRecordDto,
    @By() by: Caller,
  ): Promise<SessionRecordView> {
    return this.recordSession.handle(id, body, by);
  }
}
