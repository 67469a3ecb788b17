import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { pairedRatio, median, secondsOf } from '../statistics.js';
import { PREFIX } from './bed.js';
import {
  copyPool,
  numbered,
  openJournal,
  outcomes,
  PoolKeys,
  readLog,
  VOLUNTEER_PATTERN,
  type Journal,
} from './core.js';
import type { Laboratory } from './laboratory.js';
import { POSTGRES_CONNECTIONS } from './peers/peer.js';
import { rowOf, type Row } from './rows.js';
import { fillVolunteers, pipelinedClaims } from './script-bench.js';
import { eventsSent, openNeeds, seedVolunteers, until } from './seed.js';

/** As many as the journaler reads at a time. */
const BATCH = 1_000;

/**
 * The journaler's batches beside a transaction for each claim that writes the same: the count, the claim, the ledger and the
 * event. Each transaction is one statement in one round trip, sixteen at a time, on the same hot need.
 */
export async function measureJournal(lab: Laboratory): Promise<Row[]> {
  const { bed, extent } = lab;
  const claims = extent.decisions;
  const journal = await openJournal(bed.databaseUrl);
  const plain = new pg.Pool({ connectionString: bed.databaseUrl, max: POSTGRES_CONNECTIONS });
  await createPlainTables(plain);
  const batched: number[] = [];
  const single: number[] = [];
  const alone: number[] = [];
  try {
    for (let round = 0; round <= extent.rounds; round += 1) {
      const perSecond = {
        batched: claims / (await batches(lab, journal, `journal-${round}`, claims, BATCH)),
        single: claims / 10 / (await transactions(plain, claims / 10)),
        alone: claims / 50 / (await batches(lab, journal, `journal-single-${round}`, claims / 50, 1)),
      };
      lab.step();
      if (round === 0) continue;
      batched.push(perSecond.batched);
      single.push(perSecond.single);
      alone.push(perSecond.alone);
    }
  } finally {
    await plain.end();
    await journal.close();
  }
  return [
    rowOf('journal-of-transactions', pairedRatio(batched, single), {
      batchedPerSecond: median(batched),
      transactionsPerSecond: median(single),
      batchesOfOnePerSecond: median(alone),
    }),
  ];
}

/**
 * Decides claims in a copy of a pool that no process journals, then reads and commits them as the journaler does, in
 * batches of that size. @returns seconds of reading and committing
 */
async function batches(lab: Laboratory, journal: Journal, pool: string, claims: number, size: number): Promise<number> {
  const { bed, redis } = lab;
  await seedVolunteers(bed, pool, 1);
  const [needId = ''] = await openNeeds(bed, 1, { pool, places: 1_000_000, slot: 1 });
  const { epoch, sequence: begin } = await journaled(lab, pool);
  const keys = new PoolKeys('bench-journal:', pool, epoch);
  await copyPool(redis.client, new PoolKeys(PREFIX, pool, epoch), redis.client, keys, [needId]);
  await redis.client.set(keys.sequence, begin);
  await fillVolunteers(redis, keys, claims);
  await pipelinedClaims(redis, keys, claims, outcomes.held, (volunteer) => ({
    needId,
    volunteer,
    claimId: randomUUID(),
  }));
  await eventsSent(bed);
  const seconds = await secondsOf(async () => {
    for (let mark = begin; mark < begin + claims;) {
      const entries = await readLog(redis, keys, mark, size);
      await journal.commit(pool, epoch, mark, entries);
      mark += entries.length;
    }
  });
  await eventsSent(bed);
  await forgetPool(lab, pool, needId);
  return seconds;
}

/** Takes back what was committed behind the service's back, so that PostgreSQL says again what Redis says. */
async function forgetPool({ bed, redis }: Laboratory, pool: string, needId: string): Promise<void> {
  await bed.database.query(`DELETE FROM claims WHERE pool = $1`, [pool]);
  await bed.database.query(`UPDATE pool_needs SET held = 0, top = 0 WHERE id = $1`, [needId]);
  for await (const keys of redis.client.scanStream({ match: 'bench-journal:*', count: 1_000 })) {
    if ((keys as string[]).length > 0) await redis.client.unlink(...(keys as string[]));
  }
}

/** The epoch of a pool and its watermark, once the service has journaled all of its log. */
async function journaled({ bed, redis }: Laboratory, pool: string): Promise<{ epoch: number; sequence: number }> {
  const look = async () => {
    const { rows } = await bed.database.query<{ epoch: number; sequence: string }>(
      `SELECT epoch, sequence FROM pools WHERE pool = $1`,
      [pool],
    );
    return { epoch: rows[0]?.epoch ?? 0, sequence: Number(rows[0]?.sequence) };
  };
  await until('the pool is journaled', async () => {
    const { epoch, sequence } = await look();
    return Number(await redis.client.get(new PoolKeys(PREFIX, pool, epoch).sequence)) === sequence;
  });
  return look();
}

async function createPlainTables(plain: pg.Pool): Promise<void> {
  await plain.query(`
    CREATE TABLE IF NOT EXISTS plain_needs (id uuid PRIMARY KEY, places int NOT NULL, held int NOT NULL DEFAULT 0);
    CREATE TABLE IF NOT EXISTS plain_claims (
      id uuid PRIMARY KEY, need_id uuid NOT NULL, volunteer_id text NOT NULL, place int NOT NULL,
      key text NOT NULL, claimed_at timestamptz NOT NULL, UNIQUE (need_id, volunteer_id), UNIQUE (need_id, place));
    CREATE TABLE IF NOT EXISTS plain_ledger (id bigserial PRIMARY KEY, claim_id uuid NOT NULL, data jsonb NOT NULL);
    CREATE TABLE IF NOT EXISTS plain_outbox (id uuid PRIMARY KEY, topic text NOT NULL, key text NOT NULL, value bytea NOT NULL)`);
}

async function transactions(plain: pg.Pool, claims: number): Promise<number> {
  const needId = randomUUID();
  await plain.query(`INSERT INTO plain_needs (id, places) VALUES ($1, $2)`, [needId, claims]);
  const text = `
    WITH taken AS (UPDATE plain_needs SET held = held + 1 WHERE id = $1 AND held < places RETURNING held),
         claimed AS (INSERT INTO plain_claims (id, need_id, volunteer_id, place, key, claimed_at)
                     SELECT $3, $1, $2, held, $4, now() FROM taken RETURNING id),
         entered AS (INSERT INTO plain_ledger (claim_id, data) SELECT id, $5 FROM claimed)
    INSERT INTO plain_outbox (id, topic, key, value) SELECT $6, 'huying.claim.places.v1', $1::text, $7 FROM claimed`;
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let number = next++; number < claims; number = next++) {
      const volunteer = numbered(VOLUNTEER_PATTERN, number);
      const data = { need: needId, volunteer, claim: volunteer, key: volunteer, number };
      const value = Buffer.from(JSON.stringify(data));
      const values = [needId, volunteer, randomUUID(), randomUUID(), JSON.stringify(data), randomUUID(), value];
      await plain.query({ name: 'claim', text, values });
    }
  };
  return secondsOf(() => Promise.all(Array.from({ length: POSTGRES_CONNECTIONS }, worker)));
}
