import { Body, Controller, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { By, Requires, type Caller } from '@huying/auth';
import { Answers, Id, IsInstant, OneOf, PersonId, Refuses, Text, Uuid } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { caseProblems } from '../../cases/cases.problems.js';
import { callOffReasons, type CallOffReason } from '../session.entity.js';
import { MediationSessionView } from '../session.view.js';
import { mediationSessionProblems } from '../sessions.problems.js';
import { ArrangeSessionHandler } from './arrange-session.handler.js';

export class ArrangeSessionDto {
  @IsInstant()
  startsAt!: Temporal.Instant;

  @IsInstant()
  endsAt!: Temporal.Instant;

  @Id({ required: false, description: 'A venue of the organization service, which is asked for it by event' })
  venueId?: string;

  @Text({ max: 200, required: false, description: 'Where else they meet; encrypted' })
  place?: string;

  @Text({ max: 50, required: false, pattern: /^[a-z0-9-]+$/, description: 'The language or dialect to be interpreted' })
  interpretedFrom?: string;

  @PersonId({ required: false, description: 'The interpreter’s account' })
  interpreterId?: string;
}

export class CallOffDto {
  @OneOf(callOffReasons)
  reason!: CallOffReason;
}

@Controller()
@ApiTags('Sessions')
export class ArrangeSessionController {
  constructor(private readonly arrangeSession: ArrangeSessionHandler) {}

  @Post('cases/:caseId/sessions')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Bring the parties together; only once every side has consented' })
  @Answers(201, MediationSessionView)
  @Refuses(
    caseProblems.dataNotYours,
    mediationSessionProblems.beforeConsent,
    mediationSessionProblems.withoutMediator,
    mediationSessionProblems.endsBeforeStart,
    mediationSessionProblems.inThePast,
    mediationSessionProblems.placeWanted,
    mediationSessionProblems.clash,
  )
  arrange(
    @Param('caseId', Uuid) id: string,
    @Body() body: ArrangeSessionDto,
    @By() by: Caller,
  ): Promise<MediationSessionView> {
    return this.arrangeSession.arrange(id, body, by);
  }

  @Post('sessions/:sessionId/calling-off')
  @Requires('cases:mediate')
  @ApiOperation({ summary: 'Call a session off; its room is given back' })
  @Answers(201, MediationSessionView)
  @Refuses(caseProblems.dataNotYours, mediationSessionProblems.wrongState)
  callOff(
    @Param('sessionId', Uuid) id: string,
    @Body() body: CallOffDto,
    @By() by: Caller,
  ): Promise<MediationSessionView> {
    return this.arrangeSession.callOff(id, body, by);
  }
}
