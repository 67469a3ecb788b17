import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { claimService, PoolKeys } from '../src/index.js';
import { ClaimRedis } from '../src/pools/claim-redis.js';
import { reconcilePool, type Reconciliation } from '../src/reconcile/reconcile-pool.js';
import { Rounds } from '../src/reconcile/rounds.js';
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

/** What is found of a line in which these claims should stand: what differs, what Redis says, what PostgreSQL. */
type Found = (claims: readonly string[]) => (readonly [what: string, redis?: string, postgres?: string])[];

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
    const record = (await redis.client.hget(keys.claims(needId), person)) ?? '';
    await redis.client.hdel(keys.claims(needId), person);
    await redis.client.hset(keys.need(needId), 'held', 0);
    const { differences } = await reconcile();
    await redis.client.hset(keys.claims(needId), person, record);
    await redis.client.hset(keys.need(needId), 'held', 1);
    expect(differences).toEqual([
      { needId, what: 'places held', redis: '0', postgres: '1' },
      { needId, what: `claim ${held.body.id}`, redis: 'none', postgres: 'held 1' },
    ]);
  });

  it.each<[what: string, unmake: (line: string, people: readonly string[]) => Promise<unknown>, found: Found]>([
    [
      'was lost',
      (line) => redis.client.del(line),
      ([first]) => [
        ['line', '0', '3'],
        ['line from position 1', 'nobody', first],
      ],
    ],
    [
      'has lost somebody',
      (line, [, second = '']) => redis.client.zrem(line, second),
      ([, second, third]) => [
        ['line', '2', '3'],
        ['line from position 2', third, second],
      ],
    ],
    [
      'stands in another order',
      async (line, [, second = '', third = '']) => {
        const [two, three] = await redis.client.zmscore(line, second, third);
        await redis.client.zadd(line, three ?? 0, second, two ?? 0, third);
      },
      ([, second, third]) => [['line from position 2', third, second]],
    ],
    [
      'has somebody without a claim',
      (line, [, , third = '']) => redis.client.zadd(line, 1, `${third}-again`),
      ([first]) => [
        ['line', '4', '3'],
        ['line from position 1', 'unknown', first],
      ],
    ],
  ])('names the claims where a line %s', async (_, unmake, found) => {
    const [holder = '', ...people] = await claiming.people(4);
    const needId = await claiming.published(aNeed({ places: 1 }));
    await claiming.claim(needId, holder);
    const waiting: string[] = [];
    for (const person of people) waiting.push(String((await claiming.claim(needId, person)).body.id));
    const keys = await keysNow();
    const line = keys.line(needId);
    const before = await redis.client.zrange(line, '0', '-1', 'WITHSCORES');
    await unmake(line, people);
    const { differences } = await reconcile();
    await redis.client.del(line);
    await redis.client.zadd(line, ...before.toReversed());
    expect(differences).toEqual(
      found(waiting).map(([what, one, other]) => ({ needId, what, redis: one, postgres: other })),
    );
    expect((await reconcile()).differences).toEqual([]);
  });

  it('finds no fault with friends, who stand in line as one, nor with places given back', async () => {
    const [one = '', other = '', friend = '', another = ''] = await claiming.people(4);
    const needId = await claiming.published(aNeed({ places: 2, waitingList: false }));
    const held = await claiming.claim(needId, one);
    await claiming.claim(needId, other);
    await claiming.as(one, 'DELETE', `/v1/claims/${held.body.id}`);
    const lined = await claiming.published(aNeed({ places: 2 }));
    await claiming.claim(lined, one);
    const party = await claiming.as(friend, 'POST', `/v1/needs/${lined}/parties`, { volunteerIds: [another] });
    await claiming.as(another, 'POST', `/v1/parties/${party.body.id}/acceptances`, {});
    const waiting = await claiming.query(`SELECT FROM claims WHERE need_id = $1 AND state = 'waiting'`, [lined]);
    expect(waiting).toHaveLength(2);
    const keys = await keysNow();
    expect(await redis.client.zcard(keys.freed(needId))).toBe(1);
    expect((await reconcile()).differences).toEqual([]);
    await redis.client.del(keys.freed(needId));
    await redis.client.hset(keys.need(needId), 'top', 3);
    const { differences } = await reconcile();
    await redis.client.zadd(keys.freed(needId), 1, 1);
    await redis.client.hset(keys.need(needId), 'top', 2);
    expect(differences).toEqual([
      { needId, what: 'highest place', redis: '3', postgres: '2' },
      { needId, what: 'places free again', redis: '', postgres: '1' },
    ]);
  });
});

describe('reconciling a pool in rounds', () => {
  it('comes to every open need, and does not forget what differed before the two agree again', async () => {
    const needs: string[] = [];
    for (let count = 0; count < 3; count += 1) needs.push(await claiming.published(aNeed({ places: 1 })));
    const open = await claiming.query<{ count: number }>(
      `SELECT count(*)::int FROM pool_needs WHERE pool = 'xishan' AND state = 'open'`,
    );
    const keys = await keysNow();
    const spoil = (places: number) =>
      Promise.all(needs.map((needId) => redis.client.hset(keys.need(needId), 'places', places)));
    const rounds = new Rounds({ database: claims.service.database, redis }, { open: 2, over: 1, doubtful: 2 });
    const differing = async () => (await rounds.next(keys)).differences.map(({ needId }) => needId).toSorted();

    await spoil(2);
    let found: string[] = [];
    for (let round = 0; round <= (open[0]?.count ?? 0) / 2; round += 1) {
      const now = await differing();
      expect(now).toEqual(expect.arrayContaining(found));
      found = now;
    }
    expect(found).toEqual(needs.toSorted());
    for (let round = 0; round < 4; round += 1) expect(await differing()).toEqual(needs.toSorted());

    await spoil(1);
    await eventually(async () => expect(await differing()).toEqual([]));
  });

  it('takes nothing for sound while the pool is not there to be asked', async () => {
    const needId = await claiming.published(aNeed({ places: 1 }));
    const keys = await keysNow();
    const sizes = { open: 1_000, over: 1, doubtful: 10 };
    const rounds = new Rounds({ database: claims.service.database, redis }, sizes);
    await redis.client.hset(keys.need(needId), 'places', 2);
    const before = await rounds.next(keys);
    const gone = new PoolKeys(claims.environment.REDIS_PREFIX ?? '', 'xishan', keys.epoch + 1);
    const meanwhile = await rounds.next(gone);
    await redis.client.hset(keys.need(needId), 'places', 1);
    expect(before.differences).toHaveLength(1);
    expect(meanwhile).toEqual({ needs: 0, busy: before.needs, differences: before.differences });
    expect((await rounds.next(keys)).differences).toEqual([]);
  });
});
