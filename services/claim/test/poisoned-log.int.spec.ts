import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Registry } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { claimService, ClaimRedis, PoolKeys } from '../src/index.js';
import { aNeed, Claiming } from './support.js';

let claims: TestService;
let claiming: Claiming;
let redis: ClaimRedis;

beforeAll(async () => {
  claims = await TestService.start(claimService, { LOG_LEVEL: 'fatal' });
  claiming = new Claiming(claims);
  redis = claims.service.app.get(ClaimRedis);
});
afterAll(() => claims.stop());

const epochNow = async (): Promise<number> => {
  const [row] = await claiming.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = 'xishan'`);
  return row?.epoch ?? 0;
};

const lagEntries = async (): Promise<number | undefined> => {
  const gauge = claims.service.app.get(Registry).getSingleMetric('huying_claim_journal_lag_entries');
  return (await gauge?.get())?.values.find(({ labels }) => labels.pool === 'xishan')?.value;
};

/** Somebody writes into the log of the pool, after its last entry, what no script has decided. */
async function poison(...fields: (string | number)[]): Promise<void> {
  const keys = new PoolKeys(claims.environment.REDIS_PREFIX ?? '', 'xishan', await epochNow());
  const sequence = Number(await redis.client.get(keys.sequence));
  await redis.client.xadd(keys.log, `${keys.epoch}-${sequence + 1}`, ...fields);
}

describe.each([
  ['that PostgreSQL refuses', JSON.stringify({ need: uuidv7(), volunteer: 'v-1', claim: uuidv7(), key: 'k' })],
  ['that nobody can read', '{"need":'],
])('an entry of the log %s', (_, data) => {
  it('counts as lag as long as it stands there; the pool is rebuilt without it, and claims go on', async () => {
    const [early = '', late = ''] = await claiming.people(2);
    const needId = await claiming.published(aNeed({ places: 2 }));
    const held = await claiming.claim(needId, early, 'early');
    const epoch = await epochNow();
    const { url } = claims.service.database.dataSource.options as { url: string };
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      // Nothing is committed, and no epoch begun, as long as somebody has this row.
      await client.query(`BEGIN; SELECT FROM pools WHERE pool = 'xishan' FOR UPDATE`);
      await poison('kind', 'held', 'at', Date.now(), 'data', data, 'op', 'claim');
      await eventually(async () => expect(await lagEntries()).toBe(1));
    } finally {
      await client.end();
    }

    expect((await claiming.claimUntilAnswered(needId, late, 'late')).answer.status).toBe(201);
    expect(await epochNow()).toBe(epoch + 1);
    expect((await claiming.claim(needId, early, 'early')).body).toEqual(held.body);
    await eventually(async () => expect(await lagEntries()).toBe(0));
    await claiming.ensureSound();
  });
});
