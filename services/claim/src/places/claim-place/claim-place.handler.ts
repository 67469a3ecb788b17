import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, newId } from '@huying/database';
import { commonProblems, ensureIdempotencyKey } from '@huying/http';
import { ClaimMetrics } from '../../claim-metrics.js';
import { Claim } from '../../claim.entity.js';
import { Decider, isRepetition, type Decided } from '../decider.js';
import { ensurePerson } from '../person.js';
import { outcomeOf, type OutcomeView } from '../outcome.view.js';
import type { PlacesOf } from '../../rules/entries.js';

/** What was decided about a place, and where in the log. */
export interface PlaceAnswer {
  readonly outcome: OutcomeView;
  readonly decided: Decided;
}

@Injectable()
export class ClaimPlaceHandler {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** The same key gets the same outcome, also after the place was given back. @throws what `claimingRefusals` lists */
  async handle(
    needId: string,
    idempotencyKey: string | undefined,
    risk: boolean,
    { communityId: pool, personId }: Caller,
    of: PlacesOf = 'need',
  ): Promise<PlaceAnswer> {
    const key = ensureIdempotencyKey(idempotencyKey);
    const volunteer = ensurePerson(personId);
    const wish = { do: 'claim', need: needId, volunteer, claim: newId(), key, risk, of } as const;
    const decided = await this.decider.decide(pool, wish);
    const outcome = outcomeOf(needId, volunteer, String(decided.rest[1]), decided);
    if (isRepetition(decided)) await this.ensureSame(outcome.id, risk);
    this.metrics.decided(pool, isRepetition(decided) ? 'replayed' : outcome.state);
    return { outcome, decided };
  }

  /** @throws idempotency-key-reused if the key came with another body before */
  private async ensureSame(id: string, riskAccepted: boolean): Promise<void> {
    const claim = await this.database.read.findOneByOrFail(Claim, { id });
    if (claim.riskAccepted !== riskAccepted) throw commonProblems.idempotencyKeyReused();
  }
}
