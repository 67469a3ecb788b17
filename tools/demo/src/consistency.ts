import { districtEventTypes, districtTopic } from '@huying/contracts';
import type { Onlooker } from './onlooker.js';
import {
  claimsOf,
  eachPlaceOnce,
  eventsAgree,
  heldTwice,
  inState,
  redisAgrees,
  repeatsIn,
  sameSet,
  type Check,
  type DbClaim,
} from './place-checks.js';
import type { Outcome, Wish } from './rush.js';
import { databases, type Stores } from './stores.js';
import type { Need } from './story.js';
import { until } from './wait.js';

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

const ATTENDANCES = 'huying.volunteer.v1.';

/** Compares all that the parts of the platform hold of one need, each read past the code of its service. */
export async function checkConsistency(evidence: Evidence): Promise<Findings> {
  const { need, places, told, stores, onlooker } = evidence;
  await settle(evidence);
  const claims = await claimsOf(stores, need.id);
  const [held, waiting] = [inState(claims, 'held'), inState(claims, 'waiting')];
  const heldIds = held.map(({ id }) => id);
  const attendance = await attendances(stores, need.id);
  const board = (await evidence.readNeed()).board;
  const toldHeld = told.filter(({ outcome }) => outcome.state === 'held');
  const twice = heldTwice(held) + repeatsIn(toldHeld.map(({ outcome }) => outcome.place));
  const recorded = onlooker
    .about(need.id, `${ATTENDANCES}ServiceRecorded`)
    .reduce((sum, { minutes }) => sum + Number(minutes), 0);
  const checks: Check[] = [
    eachPlaceOnce('each place is held by one, each holder has one', held, places),
    {
      what: 'all that volunteers were told is in the claim database',
      ok: sameSet(told.map(toldText), claims.map(rowText)),
      detail: `${told.length} told, ${claims.length} on record`,
    },
    await redisAgrees('Redis holds the same claims and the same line', stores, need.id, claims),
    await logIsWhole(stores),
    eventsAgree('who holds a place by the events on Kafka', onlooker, need.id, held),
    ...(await everyEventArrived(stores, onlooker)),
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
export async function settle({ stores, onlooker }: Pick<Evidence, 'stores' | 'onlooker'>): Promise<void> {
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
  await until('everything has come to rest', settled).catch(() => undefined);
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

type Counts = Readonly<Record<string, number>>;

/** How many there are of each type. @param relation a table with a column `type` */
async function countsOf(stores: Stores, database: string, relation: string): Promise<Counts> {
  const rows = await stores.rows<{ type: string; count: string }>(
    database,
    `SELECT type, count(*) FROM ${relation} GROUP BY type`,
  );
  return Object.fromEntries(rows.map(({ type, count }) => [type, Number(count)]));
}

const TOLD_AT_MOST = 3;

/** Which types are not as often in one as in the other, in words; empty if there are none. */
function differences(here: Counts, there: Counts, [one, other]: readonly [string, string]): string {
  const differing = [...new Set([...Object.keys(here), ...Object.keys(there)])].filter(
    (type) => here[type] !== there[type],
  );
  const told = differing
    .slice(0, TOLD_AT_MOST)
    .map((type) => `${type}: ${here[type] ?? 0} ${one}, ${there[type] ?? 0} ${other}`);
  const more = differing.length - told.length;
  return [...told, ...(more > 0 ? [`and ${more} more types`] : [])].join('; ');
}

const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** Every event that a service has committed has reached Kafka, and nothing else is there; and districts see what they may. */
async function everyEventArrived(stores: Stores, onlooker: Onlooker): Promise<Check[]> {
  const own = `outbox WHERE topic <> '${districtTopic.name}'`;
  const ofEach = await Promise.all(databases.map((database) => countsOf(stores, database, own)));
  const committed: Counts = Object.fromEntries(ofEach.flatMap((counts) => Object.entries(counts)));
  const lost = differences(committed, onlooker.counts, ['committed', 'seen']);
  const forDistricts = Object.fromEntries(
    districtEventTypes.flatMap(({ name }) => (committed[name] ? [[name, committed[name]]] : [])),
  );
  const feed = await countsOf(stores, 'district', 'district_events');
  const missing = differences(forDistricts, feed, ['committed', 'in the feed']);
  return [
    {
      what: 'every committed event is on Kafka, of each type',
      ok: lost === '',
      detail: lost || `${sumOf(onlooker.counts)} events, ${onlooker.repeats} delivered again`,
    },
    {
      what: 'a district sees every event that it may, and no other',
      ok: missing === '',
      detail: missing || `${sumOf(feed)} events in its feed`,
    },
  ];
}

const toldText = ({ volunteerId, outcome: { id, state, place, position } }: Wish & { outcome: Outcome }): string =>
  `${volunteerId} ${id} ${state} ${place ?? position}`;

const rowText = ({ volunteer_id: volunteer, id, told, told_number: number }: DbClaim): string =>
  `${volunteer} ${id} ${told === 'h' ? 'held' : 'waiting'} ${number}`;
