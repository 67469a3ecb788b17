import type { Database } from '@huying/database';
import { PoolKeys } from './pool-keys.js';
import type { ClaimRedis } from './claim-redis.js';
import { KnownNeed } from '../known/known-need.entity.js';
import { needFields, volunteerRecord, type KnownVolunteer } from './need-fields.js';
import { COMMITTED } from '../journal/watermarks.js';

/** What a rebuild needs. */
export interface RebuildParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly prefix: string;
  readonly timeZone: string;
}

/** What a rebuild has done. */
export interface Rebuilt {
  readonly epoch: number;
  readonly sequence: number;
  readonly needs: number;
  readonly claims: number;
  readonly volunteers: number;
}

const CHUNK = 500;

interface ClaimRow {
  id: string;
  need_id: string;
  volunteer_id: string;
  state: 'held' | 'waiting' | 'ended';
  place: number | null;
  told: 'held' | 'waiting';
  told_number: number;
  told_sequence: string;
  idempotency_key: string;
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
  const volunteers = await loadVolunteers(parts, keys);
  const needs = await database.read.findBy(KnownNeed, { pool });
  const claims = await loadNeeds(parts, keys, needs);
  await redis.guarded((client) => client.set(keys.sequence, sequence));
  await database.withTransaction(async (tx) => {
    await tx.query(`UPDATE pools SET gate = 'open', rebuilt_at = now() WHERE pool = $1 AND epoch = $2`, [pool, epoch]);
    await tx.query(`SELECT pg_notify('${COMMITTED}', $1)`, [`${pool}|${epoch}|${sequence}`]);
  });
  await dropOldKeys(redis, prefix, keys);
  return { epoch, sequence, needs: needs.length, claims, volunteers };
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

/** Runs `load-records` in bounded portions. */
async function loadRecords(redis: ClaimRedis, key: string, records: Iterable<[string, unknown]>): Promise<number> {
  let portion: string[] = [];
  let loaded = 0;
  const flush = async () => {
    if (portion.length === 0) return;
    loaded += await redis.run('load-records', [key], portion);
    portion = [];
  };
  for (const [field, record] of records) {
    portion.push(field, JSON.stringify(record));
    if (portion.length >= CHUNK * 2) await flush();
  }
  await flush();
  return loaded;
}

async function loadVolunteers({ database, redis }: RebuildParts, keys: PoolKeys): Promise<number> {
  let after = '';
  let loaded = 0;
  for (;;) {
    const rows = await database.read.query<KnownVolunteer[]>(
      `SELECT id, version, active, born, skills, group_ids FROM known_volunteers WHERE pool = $1 AND id > $2 ORDER BY id LIMIT 5000`,
      [keys.pool, after],
    );
    if (rows.length === 0) return loaded;
    loaded += await loadRecords(
      redis,
      keys.volunteers,
      rows.map((row) => [row.id, volunteerRecord(row)]),
    );
    after = rows.at(-1)?.id ?? '';
  }
}

async function loadNeeds(parts: RebuildParts, keys: PoolKeys, needs: readonly KnownNeed[]): Promise<number> {
  const calendars = new Map<string, [number, number, string][]>();
  let loaded = 0;
  for (const need of needs) {
    const claims = await parts.database.read.query<ClaimRow[]>(
      `SELECT id, need_id, volunteer_id, state, place, told, told_number, told_sequence, idempotency_key
       FROM claims WHERE need_id = $1 ORDER BY told_sequence`,
      [need.id],
    );
    await loadNeed(parts, keys, need, claims);
    for (const { state, volunteer_id: volunteer } of claims) {
      if (state !== 'held') continue;
      const entry: [number, number, string] = [need.startsAt.epochMilliseconds, need.endsAt.epochMilliseconds, need.id];
      calendars.set(volunteer, [...(calendars.get(volunteer) ?? []), entry]);
    }
    loaded += claims.length;
  }
  await loadRecords(parts.redis, keys.calendars, calendars);
  return loaded;
}

async function loadNeed(
  { redis, timeZone }: RebuildParts,
  keys: PoolKeys,
  need: KnownNeed,
  claims: ClaimRow[],
): Promise<void> {
  await loadRecords(redis, keys.claims(need.id), recordsOf(claims));
  const line = claims.filter(({ state }) => state === 'waiting');
  const places = new Set(claims.flatMap(({ place }) => place ?? []));
  const top = Math.max(0, ...places);
  const freed = Array.from({ length: top }, (_, index) => index + 1).filter((place) => !places.has(place));
  await redis.guarded(async (client) => {
    for (let i = 0; i < line.length; i += CHUNK) {
      const members = line.slice(i, i + CHUNK).flatMap((claim) => [Number(claim.told_sequence), claim.volunteer_id]);
      await client.zadd(keys.line(need.id), ...members);
    }
    for (let i = 0; i < freed.length; i += CHUNK) await client.rpush(keys.freed(need.id), ...freed.slice(i, i + CHUNK));
    const state = need.state === 'open' ? 'open' : 'closed';
    const counts = ['publication', need.publication, 'state', state, 'held', places.size, 'top', top];
    await client.hset(keys.need(need.id), ...counts, ...needFields(need, timeZone));
  });
}

/** One record for each volunteer: the last claim, and those before it. See lua/include/claims.lua. */
function recordsOf(claims: readonly ClaimRow[]): Map<string, unknown[]> {
  const records = new Map<string, unknown[]>();
  for (const claim of claims) {
    const before = records.get(claim.volunteer_id);
    const told = claim.told === 'held' ? 'h' : 'w';
    const earlier = before
      ? [...(before[7] as unknown[]), [before[2], before[0], before[3], before[4], before[5]]]
      : [];
    records.set(claim.volunteer_id, [
      claim.id,
      claim.state[0],
      claim.idempotency_key,
      told,
      claim.told_number,
      Number(claim.told_sequence),
      claim.place ?? 0,
      earlier,
    ]);
  }
  return records;
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
