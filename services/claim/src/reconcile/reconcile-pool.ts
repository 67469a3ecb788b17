import type { Database } from '@huying/database';
import { readClaimRecord } from '../pools/claim-record.js';
import type { ClaimRedis } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';

/** Something that Redis and PostgreSQL, or two tables, do not say alike. Names needs and claims, never people. */
export interface Difference {
  readonly needId: string;
  readonly what: string;
  readonly redis: string;
  readonly postgres: string;
}

/** What was compared, and what differs. */
export interface Reconciliation {
  readonly needs: number;
  /** Needs that changed too often to be compared at one moment, or that Redis cannot be asked about: the pool is being rebuilt. */
  readonly busy: number;
  readonly differences: readonly Difference[];
}

/** What comparing needs. */
export interface ReconcileParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
}

const ATTEMPTS = 5;
interface Row {
  id: string;
  sequence: string;
  state: string;
  phase: string;
  places: number;
  held: number;
  waiting: number;
  top: number;
}

interface ClaimRow {
  id: string;
  state: string;
  place: number | null;
  /** Stands in the line, also for the friends who came along. */
  stands: boolean;
}

/**
 * Compares what decisions go by with what the journal has committed, of all needs of a pool: counts, who holds which place, which are
 * free again, who stands in line and in which order. A need is compared only where both speak of the same moment of its log.
 */
export async function reconcilePool(parts: ReconcileParts, keys: PoolKeys): Promise<Reconciliation> {
  const ids = await parts.database.read.query<{ id: string }[]>(
    `SELECT id FROM pool_needs WHERE pool = $1 ORDER BY id`,
    [keys.pool],
  );
  const differences = await overlaps(parts.database, keys.pool);
  let busy = 0;
  for (const { id } of ids) {
    const found = await compareNeed(parts, keys, id);
    if (found) differences.push(...found);
    else busy += 1;
  }
  return { needs: ids.length - busy, busy, differences };
}

/** @returns the differences; undefined where the two never spoke of the same moment */
export async function compareNeed(
  parts: ReconcileParts,
  keys: PoolKeys,
  id: string,
): Promise<Difference[] | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const committed = await committedOf(parts.database, keys.pool, id);
    if (!committed) return [];
    const found = await parts.redis.readNeed(keys, id);
    const sequence = Number(found[0]);
    if (sequence < 0) return undefined;
    const places = await parts.redis.readPlaces(keys, id);
    // In one statement: entries committed between two would be in neither.
    const [entries] = await parts.database.read.query<{ committed: string; between: boolean }[]>(
      `SELECT sequence AS committed,
         EXISTS (SELECT FROM ledger l WHERE l.pool = p.pool AND l.sequence > $2 AND l.sequence <= $3 AND l.need_id = $4) AS between
       FROM pools p WHERE pool = $1`,
      [keys.pool, committed.need.sequence, sequence, id],
    );
    const ofOneMoment = entries && !entries.between && Number(entries.committed) >= sequence && places.last <= sequence;
    if (ofOneMoment) return differencesOf(id, committed, found, places);
  }
  return undefined;
}

async function committedOf(database: Database, pool: string, id: string) {
  return database.withTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [need] = await tx.query<Row>(
      `SELECT n.id, p.sequence, n.state, n.phase, n.places, n.held, n.waiting, n.top
       FROM pools p JOIN pool_needs n ON n.pool = p.pool WHERE p.pool = $1 AND n.id = $2`,
      [pool, id],
    );
    const claims = await tx.query<ClaimRow>(
      `SELECT id, state, place, state = 'waiting' AND (party IS NULL OR party[1] = volunteer_id) AS stands
       FROM claims WHERE need_id = $1 AND state <> 'ended' ORDER BY rank, volunteer_id COLLATE "C"`,
      [id],
    );
    return need && { need, claims };
  });
}

/** What read-need-9.lua answers. */
export type ReadNeed = readonly [
  sequence: number,
  state?: string,
  places?: number,
  held?: number,
  phase?: string,
  claims?: readonly string[],
  line?: readonly string[],
];

/** What a decision goes by when it gives the next place: the highest ever given, and those below it that are free again. */
export interface FreePlaces {
  /** Number of the last entry about the need at that moment; 0: none since the pool was loaded. */
  readonly last: number;
  readonly top: number;
  readonly freed: readonly number[];
}

function differencesOf(
  needId: string,
  { need, claims }: { need: Row; claims: ClaimRow[] },
  found: ReadNeed,
  { top, freed }: FreePlaces,
): Difference[] {
  const [, needState = 'unknown', places, held, phase, records = [], line = []] = found;
  const live = new Map<string, string>();
  const claimOf = new Map<string, string>();
  for (let i = 0; i < records.length; i += 2) {
    const { claim, state, place } = readClaimRecord(records[i + 1] ?? '');
    claimOf.set(records[i] ?? '', claim);
    if (state !== 'ended') live.set(claim, `${state} ${place}`);
  }
  const journaled = new Map(claims.map((claim) => [claim.id, `${claim.state} ${claim.place ?? 0}`]));
  const standing = claims.flatMap(({ id, stands }) => (stands ? [id] : []));
  const taken = new Set(claims.map(({ place }) => place));
  const free = Array.from({ length: need.top }, (_, index) => index + 1).filter((place) => !taken.has(place));
  const pairs: [string, unknown, unknown][] = [
    ['state', needState, need.state],
    ['phase', phase ?? '', need.phase],
    ['places', places, need.places],
    ['places held', held, need.held],
    ['places held, counted', claims.filter(({ place }) => place !== null).length, need.held],
    ['claims that wait, counted', claims.filter((claim) => claim.state === 'waiting').length, need.waiting],
    ['highest place', top, need.top],
    ['places free again', freed.join(), free.join()],
    ['line', line.length, standing.length],
    firstInLine(
      line.map((claimant) => claimOf.get(claimant) ?? 'unknown'),
      standing,
    ),
    ...[...new Set([...live.keys(), ...journaled.keys()])].map((claim): [string, unknown, unknown] => [
      `claim ${claim}`,
      live.get(claim) ?? 'none',
      journaled.get(claim) ?? 'none',
    ]),
  ];
  return pairs
    .filter(([, redis, postgres]) => redis !== postgres)
    .map(([what, redis, postgres]) => ({ needId, what, redis: String(redis), postgres: String(postgres) }));
}

/** Where two lines part, as claims; a line may be ten thousand long, and all behind that place are wrong then. */
function firstInLine(redis: readonly string[], postgres: readonly string[]): [string, unknown, unknown] {
  const longer = redis.length > postgres.length ? redis : postgres;
  const at = longer.findIndex((_, index) => redis[index] !== postgres[index]);
  return [`line from position ${at + 1}`, redis[at] ?? 'nobody', postgres[at] ?? 'nobody'];
}

/** Claims of one volunteer to be in two places at once: what no decision lets through. */
export async function overlaps(database: Database, pool: string): Promise<Difference[]> {
  const rows = await database.read.query<{ need_id: string; a: string; b: string }[]>(
    `SELECT a.need_id, a.id AS a, b.id AS b FROM claims a JOIN claims b
       ON b.pool = a.pool AND b.volunteer_id = a.volunteer_id AND b.id > a.id
      AND b.from_minute < a.till_minute AND a.from_minute < b.till_minute
     WHERE a.pool = $1 AND a.place IS NOT NULL AND b.place IS NOT NULL
       AND (a.state = 'held' OR a.offer_source = 'moved') AND (b.state = 'held' OR b.offer_source = 'moved')
       AND a.till_minute > extract(epoch FROM now()) / 60 - 11520
     LIMIT 100`,
    [pool],
  );
  return rows.map(({ need_id, a, b }) => ({ needId: need_id, what: `claim ${a} overlaps`, redis: '', postgres: b }));
}
