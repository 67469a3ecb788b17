import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { claimantsAt, type Claimant } from '../claims/known-claims.js';
import { KnownNeed } from '../needs/known-need.entity.js';
import { append, appendForMany } from './feed-entries.js';
import type { FeedDetails, FeedEntryType } from './feed-entry.entity.js';

/** What is told. */
export interface Telling {
  readonly type: FeedEntryType;
  readonly at: Temporal.Instant;
  readonly details?: FeedDetails;
}

/** A need that something is told of. */
interface Whereof {
  readonly needId: string;
  readonly communityId: string;
}

/** Tells those to whom a need was published. One that was never published is news to nobody. */
export async function tellAudience(tx: Tx, needId: string, { type, at, details }: Telling): Promise<void> {
  const need = await tx.manager.findOneBy(KnownNeed, { needId });
  if (need) await append(tx, { communityId: need.communityId, type, needId, groupIds: need.groupIds, details, at });
}

/** Tells everybody who holds a place, is offered one or waits, each with their own claim. */
export async function tellClaimants(tx: Tx, whereof: Whereof, telling: Telling): Promise<void> {
  await tellEach(tx, whereof, telling, await claimantsAt(tx, whereof.needId, telling.at));
}

/** Tells these people, each with their own claim. */
export async function tellEach(
  tx: Tx,
  { needId, communityId }: Whereof,
  { type, at, details }: Telling,
  claimants: readonly Claimant[],
): Promise<void> {
  const to = claimants.map(({ claimId, volunteerId }) => ({ volunteerId, details: { claimId, ...details } }));
  await appendForMany(tx, { communityId, type, needId, at, to });
}
