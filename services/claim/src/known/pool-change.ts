import type { Tx } from '@huying/database';

/** The channel on which processes hear that a pool has changes to bring to Redis. */
export const POOL_CHANGED = 'claim_pool_changed';

interface PoolChange {
  readonly pool: string;
  readonly kind: 'need' | 'volunteer';
  readonly ref: string;
}

/**
 * Notes that a need or a volunteer is to be brought to Redis, in the transaction that changed it: after a crash the note is
 * still there. What is brought is the row as it then is, so that bringing it twice does no harm.
 */
export function noteChange(tx: Tx, pool: string, kind: PoolChange['kind'], ref: string): void {
  tx.atEnd(writeChanges, { pool, kind, ref });
}

/** In one order for all transactions: two that note the same wait one for the other, and never each for the other. */
async function writeChanges(tx: Tx, changes: readonly PoolChange[]): Promise<void> {
  await tx.query(
    `WITH changes AS MATERIALIZED (
       SELECT DISTINCT pool, kind, ref FROM unnest($1::text[], $2::text[], $3::text[]) AS c (pool, kind, ref)
       ORDER BY pool, kind, ref
     ), known AS (
       INSERT INTO pools (pool) SELECT DISTINCT pool FROM changes ORDER BY pool ON CONFLICT DO NOTHING
     ), noted AS (
       INSERT INTO pool_changes (pool, kind, ref) SELECT pool, kind, ref FROM changes
       ON CONFLICT (pool, kind, ref) DO UPDATE SET stamp = nextval('pool_changes_stamp')
     )
     SELECT pg_notify('${POOL_CHANGED}', pool) FROM (SELECT DISTINCT pool FROM changes) AS pools`,
    [changes.map(({ pool }) => pool), changes.map(({ kind }) => kind), changes.map(({ ref }) => ref)],
  );
}
