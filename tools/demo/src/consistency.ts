import type { Onlooker } from './onlooker.js';
import type { Outcome, Wish } from './rush.js';
import { databases, type ClaimRow, type Stores } from './stores.js';
import type { Need } from './story.js';
import { until } from './wait.js';

/** One thing that must agree, and whether it does. */
export interface Check {
  readonly what: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** What the check looks at. */
export interface Evidence {
  readonly need: Need;
  readonly places: number;
  /** What the volunteers were told over HTTP. */
  readonly told: readonly (Wish & { outcome: Outcome })[];
  readonly stores: Stores;
  readonly onlooker: Onlooker;
  readonly readNeed: () => Promise<Need>;
}

/** Counts that other figures rest on. */
export interface Findings {
  readonly checks: readonly Check[];
  readonly held: number;
  readonly waiting: number;
  readonly oversold: number;
  readonly heldTwice: number;
  readonly attended: number;
  readonly serviceMinutes: number;
}

interface DbClaim extends ClaimRow {
  /** `h`eld or `w`aiting. */
  readonly told: 'h' | 'w';
  readonly told_number: number;
}

const PLACES = 'huying.claim.v1.';
const ATTENDANCES = 'huying.volunteer.v1.';

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

const repeatsIn = (values: readonly (string | number | null)[]): number => values.length - new Set(values).size;

/** Compares all that the parts of the platform hold of one need, each read past the code of its service. */
export async function checkConsistency(evidence: Evidence): Promise<Findings> {
  const { need, places, told, stores, onlooker } = evidence;
  await settle(evidence);
  const claims = await stores.rows<DbClaim>(
    'claim',
    'SELECT id, volunteer_id, state, place, told, told_number FROM claims WHERE need_id = $1 ORDER BY told_sequence',
    [need.id],
  );
  const held = claims.filter(({ state }) => state === 'held');
  const waiting = claims.filter(({ state }) => state === 'waiting');
  const heldIds = held.map(({ id }) => id);
  const attendance = await attendances(stores, need.id);
  const board = (await evidence.readNeed()).board;
  const toldHeld = told.filter(({ outcome }) => outcome.state === 'held');
  const twice =
    repeatsIn(held.map(({ place }) => place)) +
    repeatsIn(held.map(({ volunteer_id: volunteer }) => volunteer)) +
    repeatsIn(toldHeld.map(({ outcome }) => outcome.place));
  const recorded = onlooker
    .about(need.id, `${ATTENDANCES}ServiceRecorded`)
    .reduce((sum, { minutes }) => sum + Number(minutes), 0);
  const checks: Check[] = [
    {
      what: 'each place is held by one, each holder has one',
      ok:
        twice === 0 &&
        sameSet(
          held.map(({ place }) => String(place)),
          numbers(places),
        ),
      detail: `${held.length} of ${places} places held`,
    },
    {
      what: 'all that volunteers were told is in the claim database',
      ok: sameSet(told.map(toldText), claims.map(rowText)),
      detail: `${told.length} told, ${claims.length} on record`,
    },
    await redisAgrees(stores, need.id, held, waiting),
    await logIsWhole(stores),
    {
      what: 'who holds a place by the events on Kafka',
      ok: sameSet(heldByEvents(onlooker, need.id), heldIds),
      detail: `${heldByEvents(onlooker, need.id).length} by events`,
    },
    await everyEventArrived(stores, onlooker),
    {
      what: "the need's board in the request service",
      ok:
        board.held === held.length &&
        board.waiting === waiting.length &&
        board.attended === attendance.came &&
        board.serviceMinutes === attendance.minutes,
      detail: `${board.held} held, ${board.waiting} wait, ${board.attended} came, ${board.serviceMinutes} min`,
    },
    {
      what: 'attendances and records in the volunteer service',
      ok: sameSet(attendance.expected, heldIds) && attendance.minutes === recorded,
      detail: `${attendance.came} of ${attendance.expected.length} came, ${recorded} min on Kafka`,
    },
  ];
  return {
    checks,
    held: held.length,
    waiting: waiting.length,
    oversold: Math.max(0, held.length - places, toldHeld.length - places),
    heldTwice: twice,
    attended: attendance.came,
    serviceMinutes: attendance.minutes,
  };
}

/**
 * Waits until everything has come to rest: no event is unsent, the onlooker and every service have read all there is, and
 * none of them has answered with another event meanwhile. If that never comes, the checks say what differs.
 */
async function settle({ stores, onlooker }: Evidence): Promise<void> {
  const events = async (which: string) => {
    const counts = await Promise.all(databases.map((database) => stores.count(database, `outbox ${which}`)));
    return counts.reduce((sum, count) => sum + count, 0);
  };
  const settled = async () => {
    const before = await events('');
    return (
      (await events('WHERE sent_at IS NULL')) === 0 &&
      (await onlooker.allIsRead(databases)) &&
      (await events('')) === before
    );
  };
  await until('everything has come to rest', settled, 20_000).catch(() => undefined);
}

async function attendances(stores: Stores, needId: string) {
  const rows = await stores.rows<{ claim_id: string; state: string; minutes: number }>(
    'volunteer',
    `SELECT a.claim_id, a.state, coalesce(r.minutes, 0) AS minutes FROM attendances a
     LEFT JOIN service_records r USING (claim_id) WHERE a.need_id = $1`,
    [needId],
  );
  const expected = rows.filter(({ state }) => state !== 'released');
  return {
    expected: expected.map(({ claim_id: id }) => id),
    came: expected.filter(({ state }) => state !== 'expected').length,
    minutes: rows.reduce((sum, { minutes }) => sum + minutes, 0),
  };
}

async function redisAgrees(stores: Stores, needId: string, held: DbClaim[], waiting: DbClaim[]): Promise<Check> {
  const redis = await stores.redisView(needId);
  const live = redis.claims.filter(({ state }) => state !== 'ended');
  const ofRedis = live.map(({ volunteerId, claimId, state, place }) => `${volunteerId} ${claimId} ${state} ${place}`);
  const ofDatabase = [...held, ...waiting].map(
    ({ volunteer_id: volunteer, id, state, place }) => `${volunteer} ${id} ${state} ${place ?? 0}`,
  );
  const line = waiting.map(({ volunteer_id: volunteer }) => volunteer);
  return {
    what: 'Redis holds the same claims and the same line',
    ok:
      sameSet(ofRedis, ofDatabase) && redis.held === held.length && JSON.stringify(redis.line) === JSON.stringify(line),
    detail: `${redis.held} held, ${redis.line.length} in line`,
  };
}

async function logIsWhole(stores: Stores): Promise<Check> {
  const { epoch, sequence } = await stores.pool();
  const [ledger] = await stores.rows<{ count: string; first: string; last: string }>(
    'claim',
    'SELECT count(*), min(sequence) AS first, max(sequence) AS last FROM ledger WHERE epoch = $1',
    [epoch],
  );
  const { count, first, last } = ledger ?? { count: '0', first: '0', last: '0' };
  return {
    what: 'the ledger has every number of the log, up to the last',
    ok: Number(count) === Number(last) - Number(first) + 1 && Number(last) === sequence,
    detail: `${count} entries to ${last}, epoch ${epoch}`,
  };
}

/** Every event that a service has committed has reached Kafka, and nothing else is there. */
async function everyEventArrived(stores: Stores, onlooker: Onlooker): Promise<Check> {
  const committed: Record<string, number> = {};
  for (const database of databases) {
    const rows = await stores.rows<{ type: string; count: string }>(
      database,
      'SELECT type, count(*) FROM outbox GROUP BY type',
    );
    for (const { type, count } of rows) committed[type] = (committed[type] ?? 0) + Number(count);
  }
  const seen = onlooker.counts;
  const differing = [...new Set([...Object.keys(committed), ...Object.keys(seen)])].filter(
    (type) => committed[type] !== seen[type],
  );
  const total = Object.values(seen).reduce((sum, count) => sum + count, 0);
  return {
    what: 'every committed event is on Kafka, of each type',
    ok: differing.length === 0,
    detail:
      differing.map((type) => `${type}: ${committed[type] ?? 0} committed, ${seen[type] ?? 0} seen`).join('; ') ||
      `${total} events, ${onlooker.repeats} delivered again`,
  };
}

function heldByEvents(onlooker: Onlooker, needId: string): string[] {
  const ids = (type: string) => onlooker.about(needId, `${PLACES}${type}`).map(({ claimId }) => String(claimId));
  const released = new Set(ids('PlaceReleased'));
  return ids('PlaceHeld').filter((id) => !released.has(id));
}

const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index + 1));

const toldText = ({ volunteerId, outcome: { id, state, place, position } }: Wish & { outcome: Outcome }): string =>
  `${volunteerId} ${id} ${state} ${place ?? position}`;

const rowText = ({ volunteer_id: volunteer, id, told, told_number: number }: DbClaim): string =>
  `${volunteer} ${id} ${told === 'h' ? 'held' : 'waiting'} ${number}`;
