import { SteadyClient, type Database } from '@huying/database';
import pg from 'pg';
import type { Temporal } from 'temporal-polyfill';
import type { ClaimRedis } from './claim-redis.js';
import type { PoolKeys } from './pool-keys.js';

/** How much was loaded. */
export interface Loaded {
  readonly needs: number;
  readonly claims: number;
  readonly volunteers: number;
}

/** Records in one portion, and portions fetched at a time. */
const PORTION = 1_000;
const FETCH = 20;

/**
 * PostgreSQL writes the records as scripts read them and packs them in portions; this process only hands them on. That is
 * what makes a rebuild of a million claims a matter of seconds. Keys stay as they are stored until they are told: a cast would
 * hide from PostgreSQL that the rows come in their order, and it would sort all of them before it gave the first.
 *
 * @param rows SQL that gives `key`, `field` and `value` (bytea), those of one key one after the other
 */
const portions = (rows: string): string => `
  SELECT key::text AS key, string_agg(int2send(octet_length(field)::int2) || field || int4send(octet_length(value)) || value, ''::bytea)
    AS portion
  FROM (SELECT key, field, value, (row_number() OVER (PARTITION BY key)) / ${PORTION} AS portion FROM (${rows}) AS r) AS numbered
  GROUP BY key, portion`;

const utf8 = (sql: string): string => `convert_to(${sql}, 'UTF8')`;

/**
 * See lua/include/volunteers.lua and calendar.lua: what is over eight days ago, and places that were got before, matter to
 * nobody. Parameter $2 is the time by which claims are decided.
 */
const VOLUNTEERS = portions(`
  SELECT 'volunteers' AS key, ${utf8('v.id')} AS field,
    ${utf8('v.record')} || coalesce('\\x1e'::bytea || calendar, ''::bytea) AS value
  FROM pool_volunteers v LEFT JOIN (
    SELECT volunteer_id,
      float8send((extract(epoch FROM max(held_at)) * 1000)::float8)
        || coalesce(string_agg(int4send(from_minute) || int4send(till_minute) || int4send(x) || int4send(y)
                      || ${utf8('right(need_id::text, 12)')}, ''::bytea ORDER BY from_minute)
             FILTER (WHERE from_minute IS NOT NULL AND place IS NOT NULL
                       AND (state = 'held' OR offer_source = 'moved')), ''::bytea) AS calendar
    FROM claims WHERE pool = $1 AND held_at IS NOT NULL AND from_minute IS NOT NULL
      AND (held_at > $2::timestamptz - interval '8 days' OR till_minute > extract(epoch FROM $2::timestamptz) / 60 - 11520)
    GROUP BY volunteer_id
  ) AS c ON c.volunteer_id = v.id
  WHERE v.pool = $1`);

/** See lua/include/claims.lua. Separators: 31 US, 30 RS, 29 GS, 28 FS. */
const CLAIMS = portions(`
  SELECT need_id AS key, ${utf8('volunteer_id')} AS field,
    ${utf8(`id || E'\\x1f' || left(state, 1) || CASE WHEN told = left(state, 1) THEN '' ELSE told END || E'\\x1f'
      || idempotency_key || E'\\x1f' || told_number || E'\\x1f' || told_sequence
      || CASE WHEN more = '' AND earlier IS NULL AND coalesce(place, 0) = CASE state WHEN 'held' THEN told_number ELSE 0 END THEN ''
         ELSE E'\\x1f' || coalesce(place, 0) || E'\\x1f' || more || E'\\x1f' || coalesce(earlier, '') END`)}
    AS value
  FROM (
    SELECT c.*,
      CASE WHEN state = 'offered' OR (state = 'waiting' AND party IS NOT NULL) THEN
        coalesce((extract(epoch FROM offer_until) * 1000)::bigint, 0) || E'\\x1e'
          || coalesce(CASE WHEN state = 'offered' THEN offer_source END, '') || E'\\x1e'
          || coalesce(from_volunteer || E'\\x1c' || from_claim, '') || E'\\x1e'
          || CASE WHEN state = 'waiting' THEN array_to_string(party, E'\\x1c') ELSE '' END
      ELSE '' END AS more,
      CASE WHEN nth > 1 THEN (
        SELECT string_agg(b.id || E'\\x1e' || b.idempotency_key || E'\\x1e' || b.told || E'\\x1e' || b.told_number
                            || E'\\x1e' || b.told_sequence, E'\\x1d' ORDER BY b.told_sequence)
        FROM claims b WHERE b.need_id = c.need_id AND b.volunteer_id = c.volunteer_id AND b.told_sequence < c.told_sequence)
      END AS earlier
    FROM (
      SELECT claims.*, row_number() OVER own AS nth,
             lead(told_sequence) OVER own IS NULL AS is_last
      FROM claims WHERE pool = $1 WINDOW own AS (PARTITION BY need_id, volunteer_id ORDER BY told_sequence)
    ) AS c WHERE is_last
  ) AS records ORDER BY need_id`);

/** Of friends only the first stands in the line for all. */
const LINES = portions(`
  SELECT need_id AS key, ${utf8('volunteer_id')} AS field, ${utf8('rank::text')} AS value
  FROM claims WHERE pool = $1 AND state = 'waiting' AND (party IS NULL OR party[1] = volunteer_id) ORDER BY need_id`);

const SERIES = portions(`
  SELECT 'series' AS key, ${utf8(`n.series || ':' || c.volunteer_id`)} AS field, ${utf8('count(*)::text')} AS value
  FROM claims c JOIN pool_needs n ON n.id = c.need_id
  WHERE n.pool = $1 AND n.series <> '' AND c.from_minute IS NOT NULL
    AND (c.state = 'held' OR (c.state = 'offered' AND c.offer_source = 'moved'))
  GROUP BY n.series, c.volunteer_id`);

const FREED = portions(`
  SELECT n.id AS key, ${utf8('p.place::text')} AS field, ${utf8('p.place::text')} AS value
  FROM pool_needs n CROSS JOIN LATERAL generate_series(1, n.top) AS p (place)
  WHERE n.pool = $1
    AND NOT EXISTS (SELECT FROM claims c WHERE c.need_id = n.id AND c.place = p.place)
  ORDER BY n.id`);

interface Portion {
  key: string;
  portion: Buffer;
}

/**
 * Loads all of a pool as its journal has it, under the keys of a new epoch. Two connections share one snapshot, so that
 * PostgreSQL packs the volunteers while it packs the claims.
 * @param now the time by which claims are decided: what was over long before it is left out
 */
export async function loadPool(
  database: Database,
  redis: ClaimRedis,
  keys: PoolKeys,
  now: Temporal.Instant,
): Promise<Loaded> {
  const { url } = database.dataSource.options as { url: string };
  const load = (client: pg.Client, sql: string, keyOf: (key: string) => string, kind: 'hash' | 'line' = 'hash') =>
    loadPortions(client, redis, [sql, [keys.pool]], keyOf, kind);
  return inOneSnapshot(
    url,
    async (client) => {
      const claims = await load(client, CLAIMS, (need) => keys.claims(need));
      await load(client, LINES, (need) => keys.line(need), 'line');
      return { claims };
    },
    async (client) => {
      const known: Query = [VOLUNTEERS, [keys.pool, now.toString()]];
      const volunteers = await loadPortions(client, redis, known, () => keys.volunteers, 'hash');
      const needs = await loadNeeds(client, redis, keys);
      await load(client, SERIES, () => keys.series);
      await load(client, FREED, (need) => keys.freed(need), 'line');
      return { volunteers, needs };
    },
  );
}

/** Reads at one moment of the database with two connections at once, with room to sort a million records. */
async function inOneSnapshot<One, Other>(
  url: string,
  one: (client: pg.Client) => Promise<One>,
  other: (client: pg.Client) => Promise<Other>,
): Promise<One & Other> {
  const clients = [new SteadyClient({ connectionString: url }), new SteadyClient({ connectionString: url })] as const;
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const [first, second] = clients;
    for (const client of clients) await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const { rows } = await first.query<{ snapshot: string }>('SELECT pg_export_snapshot() AS snapshot');
    await second.query(`SET TRANSACTION SNAPSHOT ${pg.escapeLiteral(rows[0]?.snapshot ?? '')}`);
    // In the order of an index the first claims are on their way to Redis at once; read from the table they are all sorted before.
    for (const client of clients) await client.query(`SET LOCAL work_mem = '256MB'; SET LOCAL enable_seqscan = off`);
    const [a, b] = await Promise.all([one(first), other(second)]);
    return { ...a, ...b };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

type Query = readonly [sql: string, parameters: readonly string[]];

async function loadPortions(
  client: pg.Client,
  redis: ClaimRedis,
  [sql, parameters]: Query,
  keyOf: (key: string) => string,
  kind: 'hash' | 'line',
): Promise<number> {
  await client.query(`DECLARE portions CURSOR FOR ${sql}`, [...parameters]);
  let loaded = 0;
  let sending: Promise<number[]> = Promise.resolve([]);
  for (;;) {
    const { rows } = await client.query<Portion>(`FETCH ${FETCH} FROM portions`);
    // The next portions are made while Redis takes in these.
    for (const count of await sending) loaded += count;
    if (rows.length === 0) break;
    sending = Promise.all(rows.map(({ key, portion }) => redis.load(keyOf(key), kind, portion)));
    // It may fail while the next are fetched, or they may fail first: a rejection that nobody has looked at yet would end the process.
    sending.catch(() => undefined);
  }
  await client.query('CLOSE portions');
  return loaded;
}

interface NeedRow {
  id: string;
  publication: number;
  revision: number;
  state: string;
  phase: string;
  wave: number;
  places: number;
  held: number;
  top: number;
  config: string;
}

async function loadNeeds(client: pg.Client, redis: ClaimRedis, keys: PoolKeys): Promise<number> {
  let after = '00000000-0000-0000-0000-000000000000';
  let loaded = 0;
  for (;;) {
    const { rows } = await client.query<NeedRow>(
      `SELECT id, publication, revision, state, phase, wave, places, held, top, config
       FROM pool_needs WHERE pool = $1 AND id > $2 ORDER BY id LIMIT ${PORTION * FETCH}`,
      [keys.pool, after],
    );
    const last = rows.at(-1);
    if (!last) return loaded;
    await Promise.all(
      rows.map(({ id, config, ...fields }) => redis.loadNeed(keys.need(id), config, Object.entries(fields).flat())),
    );
    loaded += rows.length;
    after = last.id;
  }
}
