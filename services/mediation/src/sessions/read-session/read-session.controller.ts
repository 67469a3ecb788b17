import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, PageOf, PageQuery, Refuses, Uuid, type Page } from '@huying/http';
import { caseProblems } from '../../cases/cases.problems.js';
import { ReasonQuery } from '../../cases/keep-parties/keep-parties.controller.js';
import { MediationSessionView, SeparationView } from '../session.view.js';
import { ReadSessionHandler } from './read-session.handler.js';

export class ListSessionsQuery extends PageQuery {
  @Id({ description: 'Of which case' })
  caseId!: string;
}

export class MediationSessionPage extends PageOf(MediationSessionView) {}

export class MinutesView {
  @ApiProperty()
  minutes!: string;
}

export class SideProposalView {
  @ApiProperty()
  side!: number;

  @ApiProperty({ type: Number, nullable: true, description: 'Fen' })
  amountFen!: number | null;

  @ApiProperty()
  terms!: string;

  @ApiProperty({ format: 'uuid' })
  sessionId!: string;
}

export class SideProposalsView {
  @ApiProperty({ type: [SideProposalView] })
  items!: SideProposalView[];
}

@Controller()
@ApiTags('Sessions')
export class ReadSessionController {
  constructor(private readonly readSession: ReadSessionHandler) {}

  @Get('sessions')
  @Requires('cases:read')
  @ApiOperation({ summary: 'The sessions of a case, without what was said' })
  @Answers(200, MediationSessionPage)
  list(@Query() query: ListSessionsQuery, @By() by: Caller): Promise<Page<MediationSessionView>> {
    return this.readSession.list(query, by);
  }

  @Get('sessions/:sessionId/minutes')
  @Requires('cases:read')
  @ApiOperation({
    summary: 'The minutes: for the case’s mediators; the committee gives a reason. The reading goes on record',
  })
  @Answers(200, MinutesView)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  minutes(
    @Param('sessionId', Uuid) id: string,
    @Query() { reason }: ReasonQuery,
    @By() by: Caller,
  ): Promise<MinutesView> {
    return this.readSession.minutes(id, reason, by);
  }

  @Get('cases/:caseId/proposals')
  @Requires('cases:read')
  @ApiOperation({ summary: 'What the sides put forward, in order: a party sees its own side’s' })
  @Answers(200, SideProposalsView)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  proposals(
    @Param('caseId', Uuid) id: string,
    @Query() { reason }: ReasonQuery,
    @By() by: Caller,
  ): Promise<SideProposalsView> {
    return this.readSession.proposals(id, reason, by);
  }

  @Get('cases/:caseId/separation')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'What separates the sides now: for the case’s mediators; the committee gives a reason' })
  @Answers(200, SeparationView)
  @Refuses(caseProblems.dataNotYours, caseProblems.reasonWanted)
  separation(
    @Param('caseId', Uuid) id: string,
    @Query() { reason }: ReasonQuery,
    @By() by: Caller,
  ): Promise<SeparationView> {
    return this.readSession.separation(id, reason, by);
  }
}
