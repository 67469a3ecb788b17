import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { KnownNeed } from '../../known/known-need.entity.js';
import { ensurePerson } from '../../places/person.js';
import { claimProblems } from '../../places/refusals.js';
import { partyProblems } from '../parties.problems.js';
import { Party, PartyMember } from '../party.entity.js';
import { partyView, type PartyView } from '../party.view.js';
import type { OpenPartyDto } from './open-party.controller.js';

@Injectable()
export class OpenPartyHandler {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  handle(needId: string, { volunteerIds, riskAccepted = false }: OpenPartyDto, by: Caller): Promise<PartyView> {
    const people = [ensurePerson(by.personId), ...volunteerIds];
    if (new Set(people).size !== people.length) throw partyProblems.names();
    const openedAt = this.clock.now();
    return this.database.withTransaction(async (tx) => {
      const need = await tx.manager.findOneBy(KnownNeed, { id: needId, pool: by.communityId });
      if (!need) throw claimProblems.needUnknown();
      const party = tx.create(Party, { id: uuidv7(), pool: need.pool, needId, openedBy: by.personId, openedAt });
      await tx.save(party);
      for (const [number, volunteerId] of people.entries()) {
        const agreed = number === 0 ? { agreedAt: openedAt, riskAccepted } : { agreedAt: null, riskAccepted: false };
        await tx.save(tx.create(PartyMember, { partyId: party.id, volunteerId, number, claimId: uuidv7(), ...agreed }));
      }
      return partyView(tx.manager, party);
    });
  }
}
