import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '@huying/database';
import { Clock } from '@huying/http';
import pg from 'pg';
import type { ClaimRedis } from '../pools/claim-redis.js';
import { PoolKeys } from '../pools/pool-keys.js';
import { POOL_LOCK } from '../pools/pool-locks.js';
import { rebuildPool } from '../pools/rebuild-pool.js';

/** There is no such pool, or it was not rebuilt; the message is for the person at the terminal. */
export class RebuildError extends Error {
  readonly code = 'rebuild-failed';
}

interface PoolRow {
  epoch: number;
  gate: string;
}

const PATIENCE_MS = 60_000;

/**
 * Rebuilds a pool in Redis from PostgreSQL. If a process journals it, that process is made to do it; else it is done here.
 * Claims are answered 503 meanwhile; what was acknowledged stays.
 * @returns a sentence on what was done; @throws RebuildError
 */
export async function rebuild(
  parts: { database: Database; redis: ClaimRedis; prefix: string },
  pool: string,
): Promise<string> {
  const before = await find(parts.database, pool);
  const { url } = parts.database.dataSource.options as { url: string };
  const lock = new pg.Client({ connectionString: url });
  await lock.connect();
  try {
    const { rows } = await lock.query<{ locked: boolean }>(`SELECT pg_try_advisory_lock(${POOL_LOCK}) AS locked`, [
      pool,
    ]);
    if (rows[0]?.locked) {
      const { epoch, needs, claims, volunteers } = await rebuildPool({ ...parts, clock: new Clock() }, pool);
      return `${pool} was rebuilt as epoch ${epoch}: ${needs} needs, ${claims} claims, ${volunteers} volunteers.`;
    }
  } finally {
    await lock.end();
  }
  const { sequence } = new PoolKeys(parts.prefix, pool, before.epoch);
  await parts.redis.guarded((client) => client.del(sequence));
  const epoch = await awaitEpochAfter(parts.database, pool, before.epoch);
  return `${pool} was rebuilt as epoch ${epoch} by the process that journals it.`;
}

async function find(database: Database, pool: string): Promise<PoolRow> {
  const [row] = await database.read.query<PoolRow[]>(`SELECT epoch, gate FROM pools WHERE pool = $1`, [pool]);
  if (!row) throw new RebuildError(`There is no pool ${pool}.`);
  return row;
}

async function awaitEpochAfter(database: Database, pool: string, epoch: number): Promise<number> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const row = await find(database, pool);
    if (row.epoch > epoch && row.gate === 'open') return row.epoch;
    await pause(50);
  }
  throw new RebuildError(`${pool} was not rebuilt within a minute: see the log of the claim service.`);
}
