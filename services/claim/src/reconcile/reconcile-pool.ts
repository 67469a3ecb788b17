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
  /** Needs that changed too often to be compared at one moment. */
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
}

interface ClaimRow {
  id: string;
  state: string;
  place: number | null;
  volunteer_id: string;
}

/**
 * Compares what decisions go by with what the journal has committed: counts, who holds which place, who stands in line. A need
 * is compared only where both speak of the same moment of its log.
 * @param limit needs to compare at most, taken at random; none: all of them
 */
export async function reconcilePool(parts: ReconcileParts, keys: PoolKeys, limit?: number): Promise<Reconciliation> {
  const differences = await overlaps(parts.database, keys.pool);
  const ids = await parts.database.read.query<{ id: string }[]>(
    `SELECT id FROM pool_needs WHERE pool = $1 ORDER BY ${limit === undefined ? 'id' : 'random()'} LIMIT $2`,
    [keys.pool, limit ?? null],
  );
  let busy = 0;
  for (const { id } of ids) {
    const found = await compareNeed(parts, keys, id);
    if (found) differences.push(...found);
    else busy += 1;
  }
  return { needs: ids.length - busy, busy, differences };
}

/** @returns the differences; undefined where the two never spoke of the same moment */
async function compareNeed(parts: ReconcileParts, keys: PoolKeys, id: string): Promise<Difference[] | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const committed = await committedOf(parts.database, keys.pool, id);
    const found = await parts.redis.readNeed(keys, id);
    const [sequence = -1] = found;
    if (!committed || Number(sequence) < 0) return [];
    // In one statement: entries committed between two would be in neither.
    const [entries] = await parts.database.read.query<{ committed: string; between: boolean }[]>(
      `SELECT sequence AS committed,
         EXISTS (SELECT FROM ledger l WHERE l.pool = p.pool AND l.sequence > $2 AND l.sequence <= $3 AND l.need_id = $4) AS between
       FROM pools p WHERE pool = $1`,
      [keys.pool, committed.need.sequence, sequence, id],
    );
    const ofOneMoment = entries && !entries.between && Number(entries.committed) >= Number(sequence);
    if (ofOneMoment) return differencesOf(id, committed, found);
  }
  return undefined;
}

async function committedOf(database: Database, pool: string, id: string) {
  return database.withTransaction(async (tx) => {
    await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const [need] = await tx.query<Row>(
      `SELECT n.id, p.sequence, n.state, n.phase, n.places, n.held, n.waiting
       FROM pools p JOIN pool_needs n ON n.pool = p.pool WHERE p.pool = $1 AND n.id = $2`,
      [pool, id],
    );
    const claims = await tx.query<ClaimRow>(
      `SELECT id, state, place, volunteer_id FROM claims WHERE need_id = $1 AND state <> 'ended' ORDER BY rank, volunteer_id`,
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

function differencesOf(
  needId: string,
  { need, claims }: { need: Row; claims: ClaimRow[] },
  found: ReadNeed,
): Difference[] {
  const [, needState = 'unknown', places, held, phase, records = [], line = []] = found;
  const live = new Map<string, string>();
  for (let i = 0; i < records.length; i += 2) {
    const { claim, state, place } = readClaimRecord(records[i + 1] ?? '');
    if (state !== 'ended') live.set(claim, `${state} ${place}`);
  }
  const journaled = new Map(claims.map((claim) => [claim.id, `${claim.state} ${claim.place ?? 0}`]));
  const pairs: [string, unknown, unknown][] = [
    ['state', needState, need.state],
    ['phase', phase ?? '', need.phase],
    ['places', places, need.places],
    ['places held', held, need.held],
    ['places held, counted', claims.filter(({ place }) => place !== null).length, need.held],
    ['claims that wait, counted', claims.filter((claim) => claim.state === 'waiting').length, need.waiting],
    ['line', line.length, new Set(line.filter((id) => claims.some((one) => one.volunteer_id === id))).size],
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

/** Claims of one volunteer to be in two places at once: what no decision lets through. */
async function overlaps(database: Database, pool: string): Promise<Difference[]> {
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
