import { Database } from '@huying/database';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runInThisContext } from 'node:vm';
import pg from 'pg';
import { claimService } from '../src/index.js';
import { ClaimRedis, RedisUnavailableError } from '../src/pools/claim-redis.js';
import { PoolKeys } from '../src/pools/pool-keys.js';
import { POOL_LOCK } from '../src/pools/pool-locks.js';
import { rebuildPool } from '../src/pools/rebuild-pool.js';
import { aNeed } from './support.js';

/** The process itself: what jest calls `process` hears of no rejections. */
const host = runInThisContext('process') as NodeJS.Process;

const pool = 'beiguan';
let claims: TestService;
let redis: ClaimRedis;
let lock: pg.Client;
let database: Database;

beforeAll(async () => {
  claims = await TestService.start(claimService, { LOG_LEVEL: 'fatal' });
  redis = new ClaimRedis(claims.environment.REDIS_URL!);
  database = claims.service.app.get(Database);
  // This test is the one that keeps the pool: the service finds it taken.
  lock = new pg.Client({ connectionString: (database.dataSource.options as { url: string }).url });
  await lock.connect();
  await lock.query(`SELECT pg_advisory_lock(${POOL_LOCK})`, [pool]);
  await lock.query(`INSERT INTO pools (pool) VALUES ($1)`, [pool]);
  await lock.query(`INSERT INTO pool_volunteers (pool, id, record) VALUES ($1, 'v-1', '1')`, [pool]);
});

afterAll(async () => {
  await lock.end();
  await redis.onApplicationShutdown();
  await claims.stop();
});

const prefix = () => claims.environment.REDIS_PREFIX!;
const gate = async () =>
  (await lock.query<{ epoch: number; gate: string }>(`SELECT epoch, gate FROM pools WHERE pool = $1`, [pool])).rows[0]!;

/** Redis as it is, but that something happens right after the first portion was loaded. */
function disturbed(disturb: () => Promise<unknown>): ClaimRedis {
  const client = Object.create(redis) as ClaimRedis;
  client.load = async (...portion) => {
    const loaded = await redis.load(...portion);
    await disturb();
    return loaded;
  };
  return client;
}

describe('a rebuild in the midst of which something goes wrong', () => {
  it('does not open the pool when Redis has forgotten what was loaded', async () => {
    const forget = async () => redis.client.unlink(...(await redis.client.keys(PoolKeys.allOf(prefix(), pool))));
    await expect(
      rebuildPool({ database, redis: disturbed(forget), prefix: prefix(), clock: claims.clock }, pool),
    ).rejects.toMatchObject({
      code: 'redis-unavailable',
    });
    const { epoch, gate: isOpen } = await gate();
    expect(isOpen).toBe('shut');
    expect(await redis.client.exists(new PoolKeys(prefix(), pool, epoch).sequence)).toBe(0);
  });

  it('does not say of a need published meanwhile that there is none, but that the pool is recovering', async () => {
    const need = aNeed({ communityId: pool });
    await claims.kafka.deliver(need);
    await eventually(async () => {
      const answer = await claims.get(`/v1/needs/${need.needId}/places`, { as: { community: pool } });
      expect(answer).toMatchObject({ status: 503, body: { code: 'pool-recovering' } });
    });
  });

  it('is given up when Redis goes away while the next portion is fetched, and the process lives', async () => {
    const unseen: unknown[] = [];
    const see = (error: unknown) => unseen.push(error);
    host.on('unhandledRejection', see);
    const gone = Object.create(redis) as ClaimRedis;
    gone.load = () => Promise.reject(new RedisUnavailableError(new Error('Connection is closed.')));
    const rebuilding = rebuildPool({ database, redis: gone, prefix: prefix(), clock: claims.clock }, pool);
    await expect(rebuilding).rejects.toMatchObject({ code: 'redis-unavailable' });
    host.off('unhandledRejection', see);
    expect(unseen).toEqual([]);
    expect((await gate()).gate).toBe('shut');
  });

  it('leaves alone what somebody else has begun in a later epoch', async () => {
    let later = 0;
    const overtaken = disturbed(async () => {
      if (later === 0)
        later = (await rebuildPool({ database, redis, prefix: prefix(), clock: claims.clock }, pool)).epoch;
    });
    await expect(
      rebuildPool({ database, redis: overtaken, prefix: prefix(), clock: claims.clock }, pool),
    ).rejects.toThrow();
    const keys = new PoolKeys(prefix(), pool, later);
    expect(await gate()).toEqual({ epoch: later, gate: 'open' });
    expect(await redis.client.exists(keys.sequence, keys.volunteers)).toBe(2);
  });

  it('opens it when nothing does, and drops what older epochs left', async () => {
    const { epoch } = await rebuildPool({ database, redis, prefix: prefix(), clock: claims.clock }, pool);
    const left = await redis.client.keys(PoolKeys.allOf(prefix(), pool));
    expect(left.map((key) => PoolKeys.epochOf(key)).filter(Number.isFinite)).toEqual([epoch, epoch]);
    expect((await gate()).gate).toBe('open');
  });
});
