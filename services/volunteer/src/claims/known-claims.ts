import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';

/** Where a claim stands, as far as this service has heard. */
export type KnownClaimState = 'held' | 'offered' | 'waiting' | 'ended';

/** What an event tells of a claim. */
export interface ClaimNews {
  readonly claimId: string;
  readonly communityId: string;
  readonly needId: string;
  readonly volunteerId: string;
}

/** Learns where a claim stands; the latest word counts. */
export async function learnClaim(
  tx: Tx,
  { claimId, communityId, needId, volunteerId }: ClaimNews,
  state: KnownClaimState,
  { at, reason = null }: { at: Temporal.Instant; reason?: string | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO known_claims (claim_id, community_id, need_id, volunteer_id, state, reason, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (claim_id) DO UPDATE SET state = excluded.state, reason = excluded.reason, changed_at = excluded.changed_at`,
    [claimId, communityId, needId, volunteerId, state, reason, at.toString()],
  );
}

/** Somebody who has to do with a need. */
export interface Claimant {
  readonly claimId: string;
  readonly volunteerId: string;
}

/**
 * Whoever holds a place of a need, is offered one or waits, at that time. What ends a need ends its claims; word of that may
 * come first, so those count as well whom that very end has ended.
 */
export function claimantsAt(tx: Tx, needId: string, at: Temporal.Instant): Promise<Claimant[]> {
  return tx.query<Claimant>(
    `SELECT claim_id AS "claimId", volunteer_id AS "volunteerId" FROM known_claims
     WHERE need_id = $1
       AND (state <> 'ended' OR (reason IN ('need-ended', 'stood-down') AND changed_at >= $2::timestamptz))
     ORDER BY claim_id`,
    [needId, at.toString()],
  );
}

/** Whoever holds a place of a need. */
export function holdersOf(tx: Tx, needId: string): Promise<Claimant[]> {
  return tx.query<Claimant>(
    `SELECT claim_id AS "claimId", volunteer_id AS "volunteerId" FROM known_claims
     WHERE need_id = $1 AND state = 'held' ORDER BY claim_id`,
    [needId],
  );
}

/** Whose these claims are, by claim. */
export async function claimantsOf(tx: Tx, claimIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.query<Claimant>(
    `SELECT claim_id AS "claimId", volunteer_id AS "volunteerId" FROM known_claims WHERE claim_id = ANY($1::uuid[])`,
    [claimIds],
  );
  return new Map(rows.map(({ claimId, volunteerId }) => [claimId, volunteerId]));
}
