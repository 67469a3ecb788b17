import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { RoomRequestedSchema, toTimestamp } from '@huying/contracts';
import { Database, isExclusionViolation } from '@huying/database';
import { Clock, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { enterAsMediator } from '../../cases/access.js';
import { present } from '../../cases/parties.js';
import { callSessionOff } from '../call-off.js';
import { MediationSession } from '../session.entity.js';
import { arrange, mediationSessionLife } from '../session.js';
import { sessionView, type MediationSessionView } from '../session.view.js';
import { mediationSessionProblems } from '../sessions.problems.js';
import type { ArrangeSessionDto, CallOffDto } from './arrange-session.controller.js';

@Injectable()
export class ArrangeSessionHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async arrange(caseId: string, wish: ArrangeSessionDto, by: Caller): Promise<MediationSessionView> {
    const now = this.clock.now();
    const { startsAt, endsAt, venueId = null, place = null, interpretedFrom = null, interpreterId = null } = wish;
    try {
      return await this.db.withTransaction(async (tx) => {
        const { case: one, parties } = await enterAsMediator(tx, caseId, by);
        const { communityId } = one;
        const number = 1 + (await tx.manager.countBy(MediationSession, { caseId }));
        const bookingId = venueId && uuidv7();
        const session = tx.create(MediationSession, {
          ...{ id: uuidv7(), communityId, caseId, state: 'arranged', number, startsAt, endsAt, venueId, place },
          ...{ bookingId, room: venueId ? 'requested' : 'none', roomRefusal: null, interpretedFrom, interpreterId },
          ...{ present: [], minutes: null, outcome: null },
        });
        const arranged = arrange(session, { case: one, parties, now });
        await step(tx, mediationSessionLife, session, arranged, { by: by.personId, now });
        if (venueId && bookingId) {
          // The mediators, an interpreter, and everybody who is a party.
          const people = present(parties).length + one.mediatorIds.length + (interpretedFrom ? 1 : 0);
          const times = { startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt), requestedAt: toTimestamp(now) };
          const room = { bookingId, communityId, venueId, people, requestedBy: by.personId };
          tx.emit(create(RoomRequestedSchema, { ...room, ...times }));
        }
        return sessionView(session);
      });
    } catch (error) {
      if (isExclusionViolation(error, 'sessions_apart')) throw mediationSessionProblems.clash({}, { cause: error });
      throw error;
    }
  }

  callOff(id: string, { reason }: CallOffDto, by: Caller): Promise<MediationSessionView> {
    const deed = { by: by.personId, now: this.clock.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const { caseId } = await tx.get(MediationSession, { id, communityId: by.communityId });
      await enterAsMediator(tx, caseId, by);
      const session = await tx.lock(MediationSession, { id });
      await callSessionOff(tx, session, deed);
      return sessionView(session);
    });
  }
}
