import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, commonProblems, ensureIdempotencyKey } from '@huying/http';
import { Not } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { ClaimMetrics } from '../claim-metrics.js';
import { Claim } from '../claim.entity.js';
import type { OfferSource } from '../rules/entries.js';
import { ClaimDesk } from './claim-desk.js';
import type { ClaimView } from './claim.view.js';
import { Decider, isRepetition, type Decided } from './decider.js';

const MINUTES = 60;

/** To whom, and how long they may think about it. */
export interface OfferWish {
  readonly volunteerId: string;
  readonly minutes?: number;
}

/** The claim of the one to whom a place is offered, and where in the log that stands. */
export interface OfferAnswer {
  readonly view: ClaimView;
  readonly decided: Decided;
}

/** Offers places: free ones, and those that a holder hands over. */
@Injectable()
export class Offers {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly desk: ClaimDesk,
    private readonly clock: Clock,
    private readonly metrics: ClaimMetrics,
  ) {}

  /** @param holder whose place it is; null: a free one. @throws what `offeringRefusals` lists */
  async offer(
    needId: string,
    { volunteerId: volunteer, minutes = MINUTES }: OfferWish,
    idempotencyKey: string | undefined,
    by: Caller,
    source: OfferSource,
    holder: Claim | null,
  ): Promise<OfferAnswer> {
    const key = ensureIdempotencyKey(idempotencyKey);
    const toSomebodyElse = { needId, idempotencyKey: key, told: 'o', volunteerId: Not(volunteer) } as const;
    if (await this.database.read.existsBy(Claim, toSomebodyElse)) throw commonProblems.idempotencyKeyReused();
    const till = this.clock.now().add({ minutes }).epochMilliseconds;
    const from = holder?.volunteerId ?? '';
    const wish = { do: 'offer', need: needId, volunteer, claim: uuidv7(), key, source, from, till } as const;
    const decided = await this.decider.decide(by.communityId, wish);
    this.metrics.decided(by.communityId, isRepetition(decided) ? 'replayed' : 'offered');
    return { view: await this.desk.view(await this.desk.find(String(decided.rest[1]), by)), decided };
  }
}
