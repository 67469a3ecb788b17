import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimService, PoolKeys } from '../src/index.js';
import { ClaimRedis } from '../src/pools/claim-redis.js';
import { reconcilePool, type Reconciliation } from '../src/reconcile/reconcile-pool.js';
import { aNeed, Claiming, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;
let redis: ClaimRedis;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
  redis = new ClaimRedis(claims.environment.REDIS_URL ?? '');
});
afterAll(async () => {
  await redis.onApplicationShutdown();
  await claims.stop();
});

async function keysNow(): Promise<PoolKeys> {
  const [row] = await claiming.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = 'xishan'`);
  return new PoolKeys(claims.environment.REDIS_PREFIX ?? '', 'xishan', row?.epoch ?? 0);
}

const reconcile = async (): Promise<Reconciliation> =>
  reconcilePool({ database: claims.service.database, redis }, await keysNow());

describe('reconciling a pool', () => {
  it('finds nothing where all is well, also while claims come in', async () => {
    const people = volunteers(40);
    await claiming.known(people);
    const needs = await Promise.all([1, 2].map((places) => claiming.published(aNeed({ places }))));
    const rush = Promise.all(people.flatMap((person) => needs.map((needId) => claiming.claim(needId, person))));
    const during = await reconcile();
    await rush;
    const after = await reconcile();
    expect([during.differences, after.differences]).toEqual([[], []]);
    expect(after).toMatchObject({ needs: 2, busy: 0 });
  });

  it('finds nothing either if a claim is committed in the midst of comparing', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed({ places: 1 }));
    const { database } = claims.service;
    const runner = database.dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query(`SELECT FROM pools WHERE pool = 'xishan' FOR UPDATE`);
    const claim = claiming.claim(needId, person);
    await eventually(async () => expect(await redis.client.hlen((await keysNow()).claims(needId))).toBe(1));
    let commit: (() => Promise<void>) | undefined = async () => {
      await runner.commitTransaction();
      await runner.release();
      await claim;
    };
    const read = {
      query: async <Rows>(sql: string, parameters?: unknown[]): Promise<Rows> => {
        const rows = await database.read.query<Rows>(sql, parameters);
        if (!sql.includes('ledger')) return rows;
        await commit?.();
        commit = undefined;
        return rows;
      },
    };
    const watched = Object.create(database, { read: { value: read } }) as typeof database;
    const { differences } = await reconcilePool({ database: watched, redis }, await keysNow());
    await commit?.();
    expect(differences).toEqual([]);
  });

  it('names the need and the claim where Redis has another holder than the journal', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed({ places: 1 }));
    const held = await claiming.claim(needId, person);
    const keys = await keysNow();
    await redis.client.hdel(keys.claims(needId), person);
    await redis.client.hset(keys.need(needId), 'held', 0);
    const { differences } = await reconcile();
    expect(differences).toEqual([
      { needId, what: 'places held', redis: '0', postgres: '1' },
      { needId, what: `claim ${held.body.id}`, redis: 'none', postgres: 'held 1' },
    ]);
  });
});
