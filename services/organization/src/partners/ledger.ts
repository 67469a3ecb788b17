import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import type { Offer } from './partner.entity.js';

/** What happens to the amount of an offer. */
export type LedgerEntry = 'made' | 'set-aside' | 'freed' | 'given';

/** Enters what happened to an offer's amount, and what is left after it. */
export async function enterLedger(
  tx: Tx,
  { id, left }: Offer,
  {
    entry,
    amount,
    matchId = null,
    now,
  }: { entry: LedgerEntry; amount: number; matchId?: string | null; now: Temporal.Instant },
): Promise<void> {
  await tx.query(
    `INSERT INTO offer_ledger (offer_id, entry, amount, left_after, match_id, entered_at) VALUES ($1, $2, $3, $4, $5, $6)`,
    [id, entry, amount, left, matchId, now.toString()],
  );
}
