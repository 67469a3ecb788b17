import type { Database } from '@huying/database';
import type { Clock } from '@huying/http';
import { FencedError } from '../journal/commit-batch.js';
import { COMMITTED } from '../journal/watermarks.js';
import { RedisUnavailableError, type ClaimRedis } from './claim-redis.js';
import { loadPool } from './load-pool.js';
import { PoolKeys } from './pool-keys.js';

/** What a rebuild needs. */
export interface RebuildParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly prefix: string;
  /** By which claims are decided. */
  readonly clock: Clock;
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
 * @throws RedisUnavailableError, RedisReplacedError or FencedError if Redis forgot what was loaded meanwhile, is another
 * one, or somebody else has begun a later epoch: the gate stays shut, and it must be begun again
 */
export async function rebuildPool(parts: RebuildParts, pool: string): Promise<Rebuilt> {
  const { database, redis, prefix, clock } = parts;
  const runId = await redis.runId();
  const { epoch, sequence } = await beginEpoch(database, pool, runId);
  const keys = new PoolKeys(prefix, pool, epoch, runId);
  await redis.guarded((client) =>
    client.xadd(keys.log, `${epoch}-${sequence}`, 'kind', 'rebuilt', 'at', Date.now(), 'data', '{}'),
  );
  const loaded = await loadPool(database, redis, keys, clock.now());
  if (!(await redis.open(keys, sequence))) {
    throw new RedisUnavailableError(new Error('Redis has forgotten what was loaded a moment ago.'));
  }
  await redis.ensureSame(keys);
  await database.withTransaction(async (tx) => {
    const opened = await tx.query(
      `UPDATE pools SET gate = 'open', rebuilt_at = now() WHERE pool = $1 AND epoch = $2 RETURNING pool`,
      [pool, epoch],
    );
    if (opened.length !== 1) throw new FencedError(pool);
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

/** Keys of epochs that are over: nobody reads them any more. A later epoch than ours is not ours to touch. */
async function dropOldKeys(redis: ClaimRedis, prefix: string, keys: PoolKeys): Promise<void> {
  await redis.guarded(async (client) => {
    for await (const found of client.scanStream({ match: PoolKeys.allOf(prefix, keys.pool), count: 1_000 })) {
      const old = (found as string[]).filter((key) => PoolKeys.epochOf(key) < keys.epoch);
      if (old.length > 0) await client.unlink(...old);
    }
  });
}
