import type { Database } from '@huying/database';
import { EPOCH_OVER, POOL_NOT_LOADED } from '../places/refusals.js';
import { KnownNeed } from '../known/known-need.entity.js';
import type { Releaser } from '../places/releaser.js';
import type { ClaimRedis, ScriptReply } from './claim-redis.js';
import { needFields, volunteerRecord, type KnownVolunteer } from './need-fields.js';
import type { PoolKeys } from './pool-keys.js';

const PORTION = 500;

interface Change {
  kind: 'need' | 'volunteer';
  ref: string;
  stamp: string;
}

/** What bringing changes needs. */
export interface ChangeParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly releaser: Releaser;
  readonly timeZone: string;
}

/** The pool was rebuilt while changes were brought: the rebuild has brought them. */
export class EpochOverError extends Error {
  readonly code = 'epoch-over';
}

function ensureDone([outcome]: ScriptReply): void {
  if (outcome === EPOCH_OVER || outcome === POOL_NOT_LOADED) throw new EpochOverError('The epoch of the pool is over.');
}

/**
 * Brings to Redis what has changed in PostgreSQL: needs opened, closed or ended, volunteers. A change is struck off after
 * it was brought, so that a crash in between brings it twice, which changes nothing. Needs go first: an import of
 * thousands of volunteers does not hold up the opening of a need.
 * @returns how many changes were brought; @throws EpochOverError
 */
export async function bringChanges(parts: ChangeParts, keys: PoolKeys): Promise<number> {
  const changes = await parts.database.read.query<Change[]>(
    `SELECT kind, ref, stamp FROM pool_changes WHERE pool = $1 ORDER BY kind, stamp LIMIT ${PORTION}`,
    [keys.pool],
  );
  if (changes.length === 0) return 0;
  const volunteers = changes.flatMap(({ kind, ref }) => (kind === 'volunteer' ? [ref] : []));
  if (volunteers.length > 0) await bringVolunteers(parts, keys, volunteers);
  for (const { kind, ref } of changes) {
    if (kind === 'need') await bringNeed(parts, keys, ref);
  }
  await strikeOff(parts.database, keys.pool, changes);
  return changes.length;
}

/** A row that is locked is being noted anew: it stays, and waiting for it could end in a deadlock with its transaction. */
async function strikeOff(database: Database, pool: string, changes: readonly Change[]): Promise<void> {
  await database.withTransaction((tx) =>
    tx.query(
      `DELETE FROM pool_changes WHERE ctid = ANY (ARRAY(
         SELECT noted.ctid FROM pool_changes noted
         JOIN unnest($2::text[], $3::text[], $4::bigint[]) AS c (kind, ref, stamp) USING (kind, ref, stamp)
         WHERE noted.pool = $1 FOR UPDATE OF noted SKIP LOCKED))`,
      [pool, changes.map(({ kind }) => kind), changes.map(({ ref }) => ref), changes.map(({ stamp }) => stamp)],
    ),
  );
}

async function bringVolunteers({ database, redis }: ChangeParts, keys: PoolKeys, ids: string[]): Promise<void> {
  const rows = await database.read.query<KnownVolunteer[]>(
    `SELECT id, version, active, born, skills, group_ids FROM known_volunteers WHERE pool = $1 AND id = ANY($2)`,
    [keys.pool, ids],
  );
  const records = rows.map((row) => JSON.stringify([row.id, ...volunteerRecord(row)]));
  const scriptKeys = [keys.sequence, keys.log, keys.volunteers];
  ensureDone(await redis.run('put-volunteers', scriptKeys, [keys.epoch, Date.now(), ...records]));
}

async function bringNeed(parts: ChangeParts, keys: PoolKeys, id: string): Promise<void> {
  const need = await parts.database.read.findOneBy(KnownNeed, { id });
  if (!need) return;
  if (need.state !== 'open' || (await hasEarlierPublication(parts, keys, need))) {
    const closed = await parts.redis.run(
      'close-need',
      [keys.sequence, keys.log, keys.need(id)],
      [id, keys.epoch, Date.now()],
    );
    ensureDone(closed);
    if (need.state !== 'closed') await parts.releaser.endAll(keys, id, Number(closed[1]));
  }
  if (need.state !== 'open') return;
  ensureDone(
    await parts.redis.run(
      'open-need',
      [keys.sequence, keys.log, keys.need(id), keys.claims(id), keys.line(id), keys.freed(id)],
      [id, keys.epoch, Date.now(), need.publication, ...needFields(need, parts.timeZone)],
    ),
  );
}

/** Whether the need was open before and is published anew: then nobody's claim of before goes on. */
async function hasEarlierPublication({ redis }: ChangeParts, keys: PoolKeys, need: KnownNeed): Promise<boolean> {
  const known = await redis.guarded((client) => client.hget(keys.need(need.id), 'publication'));
  return known !== null && Number(known) < need.publication;
}
