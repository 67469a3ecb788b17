import { Database } from '@huying/database';
import { TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { rebuild } from '../src/cli/rebuild.js';
import { claimService } from '../src/index.js';
import { ClaimRedis } from '../src/pools/claim-redis.js';
import { aNeed, Claiming, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;
let redis: ClaimRedis;

beforeAll(async () => {
  claims = await TestService.start(claimService, { LOG_LEVEL: 'fatal' });
  claiming = new Claiming(claims);
  redis = new ClaimRedis(claims.environment.REDIS_URL!);
});

afterEach(() => claiming.ensureSound());
afterAll(async () => {
  await redis.onApplicationShutdown();
  await claims.stop();
});

const parts = () => ({
  database: claims.service.app.get(Database),
  redis,
  prefix: claims.environment.REDIS_PREFIX!,
  timeZone: 'Asia/Shanghai',
});

describe('rebuilding a pool by command', () => {
  it('makes the journaling process fold everything from PostgreSQL under a new epoch, while outcomes stay', async () => {
    const people = volunteers(6);
    await claiming.known(people);
    const needId = await claiming.published(aNeed({ places: 2 }));
    const claim = async (id: string) => (await claiming.claimUntilAnswered(needId, id, `key-${id}`)).answer;
    const first = await Promise.all(people.map(claim));
    const given = first.find(({ status }) => status === 201)!;
    await claims.request('DELETE', `/v1/claims/${given.body.id}`);
    const [before] = await claiming.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = 'xishan'`);

    expect(await rebuild(parts(), 'xishan')).toContain(`epoch ${before!.epoch + 1}`);

    const again = await Promise.all(people.map(claim));
    expect(again.map(({ body }) => body)).toEqual(first.map(({ body }) => body));
    const held = await claiming.query(`SELECT 1 FROM claims WHERE need_id = $1 AND state = 'held'`, [needId]);
    expect(held).toHaveLength(2);
    // Who gave the place back may stand in line again with a new wish: the record of before was rebuilt too.
    const anew = await claiming.claimUntilAnswered(needId, given.body.volunteerId, 'another-wish');
    expect(anew.answer).toMatchObject({ status: 202, body: { position: 4 } });
  });

  it('says that there is no such pool', async () => {
    await expect(rebuild(parts(), 'nowhere')).rejects.toThrow('There is no pool nowhere.');
  });
});
