import { lineOf, PoolKeys, type Pool } from '@huying/claim';
import type { Redis } from 'ioredis';
import { REDIS_PREFIX } from '../bed/bed.js';

const [UNIT, RECORD, GROUP] = ['\x1f', '\x1e', '\x1d'];

/** Compares what Redis holds of a pool with the pool that its ledger makes. Returns what differs, in words. */
export async function checkRedis(client: Redis, epoch: number, name: string, pool: Pool): Promise<string[]> {
  const keys = new PoolKeys(REDIS_PREFIX, name, epoch);
  const differences: string[] = [];
  const compare = (what: string, redis: unknown, ledger: unknown) => {
    const [there, here] = [JSON.stringify(redis), JSON.stringify(ledger)];
    if (there !== here) differences.push(`${what}: Redis has ${there}, the ledger makes ${here}`);
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
      compare(`claim of ${claimant} to ${id}`, readRecord(claims[claimant] ?? ''), [
        ...[record.claim, record.state[0], record.key, record.told, record.number, record.sequence, record.place],
        record.earlier.map(({ claim, key, told, number, sequence }) => [claim, key, told, number, sequence]),
      ]);
    }
    if (differences.length > 20) break;
  }
  return differences;
}

/** A record as lua/include/claims.lua writes it, without what offers and parties add. */
function readRecord(text: string): unknown[] {
  const [claim, state, key, told, number, sequence, place, , earlier = ''] = text.split(UNIT);
  const was = earlier === '' ? [] : earlier.split(GROUP).map((one) => one.split(RECORD));
  return [
    ...[claim, state, key, told, Number(number), Number(sequence), Number(place)],
    was.map(([id, k, t, n, s]) => [id, k, t, Number(n), Number(s)]),
  ];
}
