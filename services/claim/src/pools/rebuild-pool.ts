import type { Database } from '@huying/database';
import { COMMITTED } from '../journal/watermarks.js';
import type { ClaimRedis } from './claim-redis.js';
import { loadPool } from './load-pool.js';
import { PoolKeys } from './pool-keys.js';

/** What a rebuild needs. */
export interface RebuildParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly prefix: string;
}

/** What a rebuild has done. */
export interface Rebuilt {
  readonly epoch: number;
  readonly sequence: number;
  /** Which Redis it was loaded into. */
  readonly runId: string;
  readonly needs: number;
  readonly claims: number;
  readonly volunteers: number;
}

/**
 * Folds a pool's state from PostgreSQL into fresh keys of Redis under a new epoch. The gate is shut first, the epoch goes
 * up in PostgreSQL, the log is fenced before anything is loaded, and the gate opens last: what an older epoch decided and
 * nobody had committed is void, and nobody was told of it.
 */
export async function rebuildPool(parts: RebuildParts, pool: string): Promise<Rebuilt> {
  const { database, redis, prefix } = parts;
  const runId = await redis.runId();
  const { epoch, sequence } = await beginEpoch(database, pool, runId);
  const keys = new PoolKeys(prefix, pool, epoch);
  await redis.guarded((client) =>
    client.xadd(keys.log, `${epoch}-${sequence}`, 'kind', 'rebuilt', 'at', Date.now(), 'data', '{}'),
  );
  const loaded = await loadPool(database, redis, keys);
  await redis.guarded((client) => client.set(keys.sequence, sequence));
  await database.withTransaction(async (tx) => {
    await tx.query(`UPDATE pools SET gate = 'open', rebuilt_at = now() WHERE pool = $1 AND epoch = $2`, [pool, epoch]);
    await tx.query(`SELECT pg_notify('${COMMITTED}', $1)`, [`${pool}|${epoch}|${sequence}`]);
  });
  await dropOldKeys(redis, prefix, keys);
  return { epoch, sequence, runId, ...loaded };
}

async function beginEpoch(database: Database, pool: string, runId: string) {
  return database.withTransaction(async (tx) => {
    const [row] = await tx.query<{ epoch: number; sequence: string }>(
      `UPDATE pools SET epoch = epoch + 1, gate = 'shut', redis_run_id = $2 WHERE pool = $1 RETURNING epoch, sequence`,
      [pool, runId],
    );
    if (!row) throw new RangeError(`There is no pool ${pool}.`);
    return { epoch: row.epoch, sequence: Number(row.sequence) };
  });
}

/** Keys of epochs that are over: nobody reads them any more. */
async function dropOldKeys(redis: ClaimRedis, prefix: string, keys: PoolKeys): Promise<void> {
  await redis.guarded(async (client) => {
    for await (const found of client.scanStream({ match: PoolKeys.allOf(prefix, keys.pool), count: 1_000 })) {
      const old = (found as string[]).filter((key) => key !== keys.log && !key.startsWith(keys.root));
      if (old.length > 0) await client.unlink(...old);
    }
  });
}
