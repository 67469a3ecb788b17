import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { ClaimMetrics } from '../../claim-metrics.js';
import { Decider, isRepetition, type Decided } from '../../places/decider.js';
import { partyProblems } from '../parties.problems.js';
import { Party, PartyMember } from '../party.entity.js';
import { partyView, type PartyView } from '../party.view.js';

@Injectable()
export class AcceptPartyHandler {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly clock: Clock,
    private readonly metrics: ClaimMetrics,
  ) {}

  async handle(partyId: string, risk: boolean, by: Caller): Promise<{ view: PartyView; decided: Decided | null }> {
    const { party, members } = await this.agree(partyId, risk, by);
    if (members.some(({ agreedAt }) => agreedAt === null)) {
      return { view: await partyView(this.database.read, party), decided: null };
    }
    const decided = await this.decider.decide(by.communityId, {
      do: 'together',
      need: party.needId,
      team: false,
      risk: members.every(({ riskAccepted }) => riskAccepted),
      members: members.map(({ volunteerId: claimant, claimId: claim }) => ({
        claimant,
        claim,
        // With a space, which no client's key has: nobody can have used it for a claim of their own.
        key: `party ${partyId}`,
      })),
    });
    this.metrics.decided(
      by.communityId,
      isRepetition(decided) ? 'replayed' : decided.outcome === 1 ? 'held' : 'waiting',
    );
    return { view: await partyView(this.database.read, party), decided };
  }

  /** Consent is stored first: whoever comes after a crash claims for all. */
  private agree(partyId: string, risk: boolean, by: Caller): Promise<{ party: Party; members: PartyMember[] }> {
    return this.database.withTransaction(async (tx) => {
      const party = await tx.lockIfPresent(Party, { id: partyId, pool: by.communityId });
      const members = await tx.manager.find(PartyMember, { where: { partyId }, order: { number: 'ASC' } });
      const mine = members.find(({ volunteerId }) => volunteerId === by.personId);
      if (!party || !mine) throw partyProblems.unknown();
      mine.agreedAt ??= this.clock.now();
      mine.riskAccepted ||= risk;
      await tx.save(mine);
      return { party, members };
    });
  }
}
