import type { Database } from '@huying/database';
import { promiseDraw } from '../draws/promise-draw.js';
import { forgetVolunteers, isToForget } from '../erasures/forget-volunteers.js';
import { configOf } from '../known/config-of.js';
import { KnownNeed } from '../known/known-need.entity.js';
import { recordOf, type KnownVolunteer } from '../known/known-volunteer.js';
import type { PoolHand } from '../places/pool-hand.js';
import { Refusal } from '../rules/index.js';
import { packConfig } from '../rules/need-config.js';
import type { ScriptReply } from './claim-redis.js';
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
  readonly hand: PoolHand;
  readonly timeZone: string;
}

/** The pool was rebuilt while changes were brought: they are brought to the new epoch. */
export class EpochOverError extends Error {
  readonly code = 'epoch-over';
}

function ensureDone([outcome]: ScriptReply): void {
  if (outcome === Refusal.epochOver || outcome === Refusal.poolNotLoaded) {
    throw new EpochOverError('The epoch of the pool is over.');
  }
}

/**
 * Brings to Redis what has changed in PostgreSQL: needs opened, moved, closed or ended, volunteers. A change is struck off
 * after it was brought, so that a crash in between brings it twice, which changes nothing. Needs go first: an import of
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

async function bringVolunteers({ database, hand }: ChangeParts, keys: PoolKeys, ids: string[]): Promise<void> {
  const rows = await database.read.query<KnownVolunteer[]>(
    `SELECT * FROM known_volunteers WHERE pool = $1 AND id = ANY($2)`,
    [keys.pool, ids],
  );
  ensureDone(await hand.run(keys, { do: 'volunteers', records: rows.map((row) => [row.id, recordOf(row)]) }));
  const erased = rows.filter(isToForget);
  const gone = [...erased, ...rows.filter(({ guardian_id, guardian }) => guardian_id !== null && !guardian)];
  if (gone.length === 0) return;
  await hand.endAllOf(
    keys,
    gone.map(({ id }) => id),
  );
  await forgetVolunteers({ database, hand }, keys, erased);
}

async function bringNeed(parts: ChangeParts, keys: PoolKeys, id: string): Promise<void> {
  const { database, hand, timeZone } = parts;
  const need = await database.read.findOneBy(KnownNeed, { id });
  if (!need) return;
  const brought = await broughtOf(parts, keys, need);
  const isAnother = brought !== undefined && brought.publication < need.publication;
  if (need.state !== 'open' || isAnother) {
    const closed = await hand.run(keys, { do: 'close', need: id, what: 'closed', detail: '' });
    ensureDone(closed);
    // Who holds a place of what is closed keeps it; nobody waits for it any more.
    await hand.endAll(keys, id, Number(closed[1]), 'need-ended', need.state === 'closed' ? 'waiting' : 'all');
  }
  if (need.state !== 'open') return;
  const config = packConfig(configOf(need, timeZone));
  const { publication, revision, places } = need;
  const commitment = need.terms.dispatch === 'draw' ? await promiseDraw(database, id, publication) : '';
  const set = await hand.run(keys, { do: 'set', need: id, publication, revision, places, config, commitment });
  ensureDone(set);
  if (need.terms.of === 'class') {
    if (revision > 0) await changePlaces(parts, keys, id, places);
    return;
  }
  // Whoever holds a place of a need that was moved is asked again; a crash in between asks those who were not asked.
  if (revision > 0 && !isAnother) {
    await hand.askAll(keys, id, Number(set[1]), need.answerBy?.epochMilliseconds ?? 0, configOf(need, timeZone));
  }
}

/** Children who were enrolled while the class was made smaller are not thrown out: it has as many places as are held then. */
async function changePlaces({ hand }: ChangeParts, keys: PoolKeys, need: string, wanted: number): Promise<void> {
  for (let places = wanted; ; places += 1) {
    const reply = await hand.run(keys, { do: 'places', need, places, leaving: [] });
    ensureDone(reply);
    if (reply[0] !== Refusal.placesBelowHeld) return;
  }
}

/**
 * Which publication of a need the pool knows. The journal may lag behind Redis: a publication that it has not committed yet would be taken
 * for none, and the next would be set over its live claims; or this one, brought again, for another, and be closed. So of a need
 * that was published anew everything is committed first.
 */
async function broughtOf(
  { database, hand }: ChangeParts,
  keys: PoolKeys,
  { id, publication }: KnownNeed,
): Promise<{ publication: number } | undefined> {
  if (publication > 1) await hand.awaitEverything(keys);
  const [row] = await database.read.query<{ publication: number }[]>(
    `SELECT publication FROM pool_needs WHERE id = $1`,
    [id],
  );
  return row;
}
