import { randomUUID } from 'node:crypto';
import { median } from '../statistics.js';
import { PREFIX } from './bed.js';
import { outcomes, PoolKeys, VOLUNTEER_PATTERN } from './core.js';
import type { Laboratory } from './laboratory.js';
import { rowOf, type Row } from './rows.js';
import { pipelinedClaims } from './script-bench.js';
import { openNeeds, seedVolunteers, until } from './seed.js';

const POOL = 'rebuild';
const CLAIMS_OF_EACH_VOLUNTEER = 5;
const MOST_ROUNDS = 3;

/** Rebuilds a pool as the running service does when Redis has lost it, and watches the gate in PostgreSQL. */
export async function measureRebuild(lab: Laboratory): Promise<Row[]> {
  const entries = Math.round(1_000_000 / lab.extent.shrink);
  await seedPool(lab, entries);
  lab.step();
  const seconds: number[] = [];
  for (let round = 0; round <= Math.min(lab.extent.rounds, MOST_ROUNDS); round += 1) {
    const shut = await gateShutSeconds(lab);
    lab.step();
    if (round > 0) seconds.push(shut);
  }
  const gate = median(seconds);
  return [
    rowOf('rebuild-rate', entries / gate, { entries, gateSeconds: gate }),
    rowOf('rebuild-gate', gate, { entries }),
  ];
}

/** A pool whose ledger has so many entries: one claim is made, and its rows are copied to other needs and volunteers. */
async function seedPool({ bed, redis }: Laboratory, entries: number): Promise<void> {
  const places = Math.min(1_000, entries);
  const people = Math.ceil(entries / CLAIMS_OF_EACH_VOLUNTEER);
  await seedVolunteers(bed, POOL, people);
  const [needId = ''] = await openNeeds(bed, 1, { pool: POOL, places, slot: 0 });
  const others = await openNeeds(bed, Math.ceil(entries / places), { pool: POOL, places, slot: 1, slotsApart: true });
  const { rows } = await bed.database.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = $1`, [POOL]);
  const keys = new PoolKeys(PREFIX, POOL, rows[0]?.epoch ?? 0);
  await pipelinedClaims(redis, keys, 1, outcomes.held, () => ({ needId, volunteer: 0, claimId: randomUUID() }));
  await until('the first claim is committed', async () => {
    const found = await bed.database.query(`SELECT 1 FROM claims WHERE need_id = $1`, [needId]);
    return found.rows.length === 1;
  });
  const parts = `
    jsonb_build_object(
      'id', md5('claim' || n)::uuid, 'claim_id', md5('claim' || n)::uuid, 'need_id', o.need,
      'volunteer_id', o.volunteer, 'place', o.place, 'told_number', o.place, 'number', o.place, 'sequence', p.sequence + n,
      'told_sequence', p.sequence + n, 'idempotency_key', md5('key' || n)::uuid)`;
  const source = `
    pools p, generate_series(1, $3::bigint) AS n,
    LATERAL (SELECT ($4::uuid[])[1 + (n - 1) / $5::bigint] AS need, (1 + (n - 1) % $5::bigint)::int AS place,
                    replace($6, '%s', lpad((n % $7::bigint)::text, 12, '0')) AS volunteer) AS o`;
  const values = [POOL, needId, entries, others, places, VOLUNTEER_PATTERN, people];
  await bed.database.query(
    `INSERT INTO claims SELECT copy.*
     FROM claims c, ${source}, LATERAL jsonb_populate_record(c, ${parts}) AS copy WHERE c.need_id = $2::uuid AND p.pool = $1`,
    values,
  );
  await bed.database.query(
    `INSERT INTO ledger SELECT copy.*
     FROM ledger l, ${source}, LATERAL jsonb_populate_record(l, ${parts} || jsonb_build_object('data', l.data::jsonb ||
       jsonb_build_object('need', o.need, 'volunteer', o.volunteer, 'claim', md5('claim' || n)::uuid,
                          'key', md5('key' || n)::uuid, 'number', o.place))) AS copy WHERE l.need_id = $2::uuid AND l.volunteer_id IS NOT NULL AND l.pool = $1 AND p.pool = $1`,
    values,
  );
  await bed.database.query(`UPDATE pools SET sequence = sequence + $2 WHERE pool = $1`, [POOL, entries]);
  await bed.database.query(
    `UPDATE pool_needs SET held = c.held, top = c.held
     FROM (SELECT need_id, count(*) AS held FROM claims WHERE pool = $1 GROUP BY 1) AS c WHERE id = c.need_id`,
    [POOL],
  );
  await bed.database.query('ANALYZE claims, ledger, pool_needs, pool_volunteers');
}

/** Takes the pool from Redis, as a flush does. @returns how long the gate was shut */
async function gateShutSeconds({ bed, redis }: Laboratory): Promise<number> {
  const look = async () => {
    const { rows } = await bed.database.query<{ gate: string; epoch: number }>(
      `SELECT gate, epoch FROM pools WHERE pool = $1`,
      [POOL],
    );
    return rows[0] ?? { gate: '', epoch: 0 };
  };
  const { epoch } = await look();
  await redis.client.del(new PoolKeys(PREFIX, POOL, epoch).sequence);
  await until('the gate is shut', async () => (await look()).gate === 'shut', 1);
  const shutAt = performance.now();
  await until(
    'the gate is open',
    async () => {
      const now = await look();
      return now.gate === 'open' && now.epoch > epoch;
    },
    1,
  );
  return (performance.now() - shutAt) / 1_000;
}
