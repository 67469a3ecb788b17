import type { Tx } from '@huying/database';

/** The channel on which processes hear that a pool has changes to bring to Redis. */
export const POOL_CHANGED = 'claim_pool_changed';

/**
 * Notes that a need or volunteers are to be brought to Redis, in the transaction that changed them: after a crash the
 * note is still there. What is brought is the row as it then is, so that bringing it twice does no harm.
 */
export async function noteChange(
  tx: Tx,
  pool: string,
  kind: 'need' | 'volunteer',
  refs: readonly string[],
): Promise<void> {
  await tx.query(
    `WITH known AS (INSERT INTO pools (pool) VALUES ($1) ON CONFLICT DO NOTHING),
          noted AS (INSERT INTO pool_changes (pool, kind, ref) SELECT $1, $2, unnest($3::text[])
                    ON CONFLICT (pool, kind, ref) DO UPDATE SET stamp = nextval('pool_changes_stamp'))
     SELECT pg_notify('${POOL_CHANGED}', $1)`,
    [pool, kind, refs],
  );
}
