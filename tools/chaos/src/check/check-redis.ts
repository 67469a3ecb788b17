import { lineOf, PoolKeys, readClaimRecord, type Pool } from '@huying/claim';
import type { Redis } from 'ioredis';
import { isDeepStrictEqual } from 'node:util';
import { REDIS_PREFIX } from '../bed/bed.js';

/** Compares what Redis holds of a pool with the pool that its ledger makes. Returns what differs, in words. */
export async function checkRedis(client: Redis, epoch: number, name: string, pool: Pool): Promise<string[]> {
  const keys = new PoolKeys(REDIS_PREFIX, name, epoch);
  const differences: string[] = [];
  const compare = (what: string, redis: unknown, ledger: unknown) => {
    if (isDeepStrictEqual(redis, ledger)) return;
    differences.push(`${what}: Redis has ${JSON.stringify(redis)}, the ledger makes ${JSON.stringify(ledger)}`);
  };
  compare('sequence', Number(await client.get(keys.sequence)), pool.sequence);
  for (const [id, need] of pool.needs) {
    const [fields, line, claims] = await Promise.all([
      client.hmget(keys.need(id), 'state', 'places', 'held', 'top', 'phase', 'wave'),
      client.zrange(keys.line(id), '0', '-1'),
      client.hgetall(keys.claims(id)),
    ]);
    compare(`need ${id}`, fields, [need.state, need.places, need.held, need.top, need.phase, need.wave].map(String));
    compare(`line of ${id}`, line, lineOf(need));
    compare(`number of claims of ${id}`, Object.keys(claims).length, need.claims.size);
    for (const [claimant, record] of need.claims) {
      const { claim, state, key, told, number, sequence, place, earlier } = record;
      const made = { claim, state, key, told, number, sequence, place, earlier };
      const found = claims[claimant];
      compare(`claim of ${claimant} to ${id}`, found && readClaimRecord(found), made);
    }
    if (differences.length > 20) break;
  }
  return differences;
}
