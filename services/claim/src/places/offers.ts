import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, commonProblems, ensureIdempotencyKey } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ClaimMetrics } from '../claim-metrics.js';
import type { Claim } from '../claim.entity.js';
import type { OfferSource } from '../rules/entries.js';
import { ClaimDesk } from './claim-desk.js';
import type { ClaimView } from './claim.view.js';
import { Decider, isRepetition, type Decided } from './decider.js';

const MINUTES = 60;

/**
 * The key by which the log knows an offer: it says that it is one, and what was asked for. A volunteer's own claim may have the same
 * key; the same key with other minutes or of another holder is another.
 */
export const offerKey = (key: string, minutes: number, holderClaimId?: string): string =>
  [prefixOf(key) + String(minutes), ...(holderClaimId === undefined ? [] : [holderClaimId])].join(' ');

const prefixOf = (key: string): string => `offer ${key} `;

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

  /**
   * The same key with other minutes, for another volunteer or of another holder is refused.
   * @param holder whose place it is; null: a free one. @throws what `offeringRefusals` lists
   */
  async offer(
    needId: string,
    { volunteerId: volunteer, minutes = MINUTES }: OfferWish,
    idempotencyKey: string | undefined,
    by: Caller,
    source: OfferSource,
    holder: Claim | null,
  ): Promise<OfferAnswer> {
    const given = ensureIdempotencyKey(idempotencyKey);
    const [prefix, key] = [prefixOf(given), offerKey(given, minutes, holder?.id)];
    const till = this.clock.now().add({ minutes }).epochMilliseconds;
    const from = holder?.volunteerId ?? '';
    const wish = { do: 'offer', need: needId, volunteer, claim: uuidv7(), key, source, from, till } as const;
    const decided = await this.database.withTransaction(async (tx) => {
      // Whoever asks with the same key at the same time waits until the other's offer is committed and can be found.
      await tx.oneAtATime(`${needId} ${prefix}`);
      const [other] = await tx.query(
        `SELECT FROM claims WHERE need_id = $1 AND told = 'o' AND starts_with(idempotency_key, $2)
           AND NOT (volunteer_id = $3 AND idempotency_key = $4) LIMIT 1`,
        [needId, prefix, volunteer, key],
      );
      if (other) throw commonProblems.idempotencyKeyReused();
      return this.decider.decide(by.communityId, wish);
    });
    this.metrics.decided(by.communityId, isRepetition(decided) ? 'replayed' : 'offered');
    return { view: await this.desk.view(await this.desk.find(String(decided.rest[1]), by)), decided };
  }
}
