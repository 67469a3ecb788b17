import { unpackConfig, type PackedConfig } from '@huying/claim';
import { setTimeout as pause } from 'node:timers/promises';
import { plainConfig } from '../plain-config.js';
import type { Bed } from './bed.js';
import { watermarkOf } from './journaling-process.js';

/** A need of long ago: all of so many veterans held a place, and all gave it back. */
const VETERANS = 250;
const ENTRIES_A_NEED = 2 * VETERANS + 2;
const DAY = 24 * 3_600_000;
/** Longer than calendars look back, and not so long that the ledger says no more what volunteers were (claim-retention.ts). */
const LONG_AGO = 20 * DAY;
const PATIENCE_MS = 120_000;

/** How a pool with a long ledger came back after Redis had forgotten all of it. */
export interface FullPool {
  readonly entries: number;
  /** The number after which the entries were filled in, of which nobody was told, and the last of them. */
  readonly after: number;
  readonly last: number;
  /** From the loss to the gate's opening in a new epoch, in ms. */
  readonly backMs: number;
}

/** A veteran as scripts read them (volunteer-record.ts). */
const VETERAN = ['1', 'ac', '19600517', '', '', '', '', ''].join('\x1f');

/** A service of two hours on the day after the claims. */
function config(at: number): PackedConfig {
  const starts = at + DAY;
  return plainConfig({ opens: at - DAY, starts, ends: starts + DAY / 12 }, { line: false });
}

/**
 * Fills a pool's ledger, and the tables that follow it, as years of service would have; then lets Redis forget everything and
 * times how long the pool takes to come back. Nobody may be claiming meanwhile.
 */
export async function fillLedger(bed: Bed, pool: string, wanted: number): Promise<FullPool> {
  const needs = Math.ceil(wanted / ENTRIES_A_NEED);
  const at = Math.floor((Date.now() - LONG_AGO) / 60_000) * 60_000;
  const { from, till } = unpackConfig(config(at));
  const client = await bed.database.connect();
  let after = 0;
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ epoch: number; sequence: string }>(
      `UPDATE pools SET sequence = sequence + $2 WHERE pool = $1 RETURNING epoch, sequence - $2 AS sequence`,
      [pool, 1 + needs * ENTRIES_A_NEED],
    );
    after = Number(rows[0]?.sequence);
    const parameters = [pool, rows[0]?.epoch, after, new Date(at).toISOString(), needs, VETERANS];
    const fill = (sql: string, ...more: unknown[]) => client.query(sql, [...parameters, ...more]);
    await fill(
      `INSERT INTO pool_volunteers (pool, id, record)
       SELECT $1, 'veteran-' || v, $7 FROM generate_series(1, $6::int) AS v
       WHERE $2::int + $3::bigint + $5::int > 0 AND $4::timestamptz IS NOT NULL`,
      VETERAN,
    );
    await fill(
      `INSERT INTO ledger (pool, epoch, sequence, kind, operation, data, decided_at)
       SELECT $1, $2, $3::bigint + 1, 'volunteers', 'volunteers', json_build_object('records',
                json_agg(json_build_array('veteran-' || v, $7::text)))::text, $4
       FROM generate_series(1, $6::int) AS v WHERE $5::int > 0`,
      VETERAN,
    );
    await fill(
      `INSERT INTO pool_needs (id, pool, publication, revision, state, phase, dispatch, series, places, top, starts_at, ends_at, config)
       SELECT ${NEED}, $1, 1, 0, 'closed', '', 'first-come', '', $6, $6, $4::timestamptz + interval '24 hours',
              $4::timestamptz + interval '26 hours', $7
       FROM generate_series(0, $5::int - 1) AS n WHERE $2::int + $3::bigint >= 0`,
      JSON.stringify(config(at)),
    );
    await fill(
      `INSERT INTO ledger (pool, epoch, sequence, kind, operation, need_id, volunteer_id, claim_id, data, decided_at)
       SELECT $1, $2, ${BASE} + e.nth, e.kind, e.operation, ${NEED}, e.volunteer, e.claim, e.data, $4
       FROM generate_series(0, $5::int - 1) AS n, LATERAL (
         SELECT 0 AS nth, 'opened' AS kind, 'set' AS operation, NULL AS volunteer, NULL::uuid AS claim,
           format('{"need":"%s","publication":1,"revision":0,"places":%s,"phase":"","config":%s}', ${NEED}, $6::int, $7::text) AS data
         UNION ALL SELECT v, 'held', 'claim', 'veteran-' || v, ${CLAIM},
           format('{"need":"%s","volunteer":"veteran-%s","claim":"%s","key":"%s","number":%s}', ${NEED}, v, ${CLAIM}, ${CLAIM}, v)
           FROM generate_series(1, $6::int) AS v
         UNION ALL SELECT $6::int + v, 'released', 'release', 'veteran-' || v, ${CLAIM},
           format('{"need":"%s","volunteer":"veteran-%s","claim":"%s","number":%s,"reason":"volunteer"}', ${NEED}, v, ${CLAIM}, v)
           FROM generate_series(1, $6::int) AS v
         UNION ALL SELECT 2 * $6::int + 1, 'closed', 'close', NULL, NULL, format('{"need":"%s"}', ${NEED})
       ) AS e`,
      JSON.stringify(config(at)),
    );
    await fill(
      `INSERT INTO claims (id, pool, need_id, volunteer_id, state, told, told_number, told_sequence, idempotency_key, sequence,
                           claimed_at, held_at, ended_at, end_reason, from_minute, till_minute, x, y)
       SELECT ${CLAIM}, $1, ${NEED}, 'veteran-' || v, 'ended', 'h', v, ${BASE} + v, ${CLAIM}::text, ${BASE} + $6::int + v,
              $4, $4, $4, 'volunteer', $7, $8, 0, 0
       FROM generate_series(0, $5::int - 1) AS n, generate_series(1, $6::int) AS v WHERE $2::int >= 0`,
      from,
      till,
    );
    await client.query('COMMIT');
    await client.query('ANALYZE');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
  const entries = 1 + needs * ENTRIES_A_NEED;
  return { entries, after, last: after + entries, backMs: await timeToComeBack(bed, pool) };
}

/** Ids that count: of need n, and of the claim of veteran v to it. */
const NEED = `('018f2222-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
const CLAIM = `('018f3333-' || lpad(v::text, 4, '0') || '-7000-8000-' || lpad(n::text, 12, '0'))::uuid`;
/** Number of a need's first entry; one entry before all of them makes the veterans known. */
const BASE = `($3::bigint + 2 + n * ${ENTRIES_A_NEED})`;

async function timeToComeBack({ database, redis }: Bed, pool: string): Promise<number> {
  const { epoch } = await watermarkOf(database, pool);
  const began = performance.now();
  await redis.flush();
  while (performance.now() - began < PATIENCE_MS) {
    const { rows } = await database.query(`SELECT 1 FROM pools WHERE pool = $1 AND epoch > $2 AND gate = 'open'`, [
      pool,
      epoch,
    ]);
    if (rows.length > 0) return performance.now() - began;
    await pause(10);
  }
  throw new Error(`${pool} did not come back within ${PATIENCE_MS / 1_000} s.`);
}
