import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create } from '@bufbuild/protobuf';
import {
  ChildRegisteredSchema,
  ClassOpenedSchema,
  PlaceHeldSchema,
  PlacesOpenedSchema,
  toTimestamp,
} from '@huying/contracts';
import { startServers, type Servers } from '@huying/infrastructure';
import { eventually, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { v7 as uuidv7 } from 'uuid';
import { claimService } from '../src/index.js';
import { PoolKeys } from '../src/pools/pool-keys.js';
import { ClaimRedis } from '../src/pools/claim-redis.js';
import { aNeed, Claiming, hours, volunteers } from './support.js';

// Servers of their own: these tests kill them.
let servers: Servers;
let claims: TestService;
let claiming: Claiming;
let redis: ClaimRedis;

beforeAll(async () => {
  servers = await startServers({
    dataDir: mkdtempSync(join(tmpdir(), 'huying-faults-')),
    durable: false,
    temporary: true,
    environment: { PATH: process.env.PATH, HOME: process.env.HOME, HUYING_SERVERS: 'native' },
  });
  claims = await TestService.start(claimService, { ...servers.environment, LOG_LEVEL: 'fatal' });
  claiming = new Claiming(claims);
  redis = new ClaimRedis(servers.environment.REDIS_URL);
});

afterEach(() => claiming.ensureSound());
afterAll(async () => {
  await claims.stop();
  await redis.onApplicationShutdown();
  await servers.stop();
});

/** What PostgreSQL, Redis and the answers say of a need must be the same. */
async function expectConsistent(needId: string, places: number): Promise<void> {
  const rows = await claiming.query<{ volunteer_id: string; state: string; place: number | null }>(
    `SELECT volunteer_id, state, place FROM claims WHERE need_id = $1`,
    [needId],
  );
  const held = rows.filter(({ state }) => state === 'held');
  expect(held).toHaveLength(places);
  expect(new Set(held.map(({ place }) => place)).size).toBe(places);
  const [pool] = await claiming.query<{ epoch: number; sequence: string }>(
    `SELECT epoch, sequence FROM pools WHERE pool = 'xishan'`,
  );
  const keys = new PoolKeys(claims.environment.REDIS_PREFIX!, 'xishan', pool!.epoch);
  const [inRedis, line] = await redis.guarded(async (client) => [
    await client.hget(keys.need(needId), 'held'),
    await client.zcard(keys.line(needId)),
  ]);
  expect({ held: Number(inRedis), line }).toEqual({
    held: places,
    line: rows.filter(({ state }) => state === 'waiting').length,
  });
}

describe.each(['redis', 'postgres', 'kafka'] as const)('when %s is killed in the middle of a rush', (server) => {
  it('nothing that was acknowledged is lost, nothing is sold twice, and the service recovers by itself', async () => {
    const people = volunteers(80);
    await claiming.known(people);
    const needId = await claiming.published(aNeed({ places: 10 }));
    const keys = people.map(() => uuidv7());

    const early = people.slice(0, 30).map((id, index) => claiming.claimUntilAnswered(needId, id, keys[index]!));
    await Promise.race(early);
    await servers.kill(server);
    const late = people.slice(30).map((id, index) => claiming.claimUntilAnswered(needId, id, keys[30 + index]!));
    if (server !== 'kafka') {
      // Without the store nobody can be told anything but "come back".
      const probe = await claiming.claimOnce(needId, people.at(-1)!, keys.at(-1)!);
      expect(probe).toMatchObject({ status: 503 });
      expect(Number(probe.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    await servers.start(server);
    const answers = await Promise.all([...early, ...late]);

    for (const { answer, sheds } of answers) {
      expect([201, 202]).toContain(answer.status);
      for (const shed of sheds) expect(shed.headers.get('retry-after')).not.toBeNull();
    }
    expect(answers.filter(({ answer }) => answer.status === 201)).toHaveLength(10);
    const rows = await claiming.query<{ id: string; state: string; place: number | null }>(
      `SELECT id, state, place FROM claims WHERE need_id = $1`,
      [needId],
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    for (const { answer } of answers) {
      expect(byId.get(answer.body.id)).toMatchObject({ state: answer.body.state, place: answer.body.place });
    }
    await eventually(() => expectConsistent(needId, 10));
    // Delivered at least once: the same event may have come again after the fault.
    await eventually(() => {
      const events = claims.kafka.emitted(PlaceHeldSchema, needId);
      expect(new Set(events.map(({ claimId }) => claimId)).size).toBe(10);
    });

    // The same keys get the same outcomes after all that.
    const again = await Promise.all(people.map((id, index) => claiming.claimUntilAnswered(needId, id, keys[index]!)));
    expect(again.map(({ answer }) => answer.body)).toEqual(answers.map(({ answer }) => answer.body));
  });
});

describe.each(['redis', 'postgres'] as const)('enrolling while %s is away', (server) => {
  it('is answered 503 with when to come back, and siblings are enrolled as one or not at all when they do', async () => {
    const [classId, guardian, key] = [uuidv7(), `g-${uuidv7()}`, uuidv7()];
    const childIds = [uuidv7(), uuidv7()];
    const at = (count: number) => toTimestamp(hours(count));
    const opened = { classId, communityId: 'xishan', places: 2, opensAt: at(-1), startsAt: at(48) };
    const child = { guardianId: guardian, communityId: 'xishan', birthDate: '2018-05-04', version: 1 };
    await claims.kafka.deliver(
      create(ClassOpenedSchema, opened),
      ...childIds.map((childId) => create(ChildRegisteredSchema, { ...child, childId })),
    );
    await claims.kafka.awaitEmitted(PlacesOpenedSchema, classId);
    await eventually(async () => {
      const coming = await claiming.query('SELECT FROM pool_changes WHERE ref = ANY($1)', [childIds]);
      const here = await claiming.query('SELECT FROM known_volunteers WHERE id = ANY($1)', [childIds]);
      expect([here.length, coming.length]).toEqual([2, 0]);
    });
    const enrol = () =>
      claims.request('POST', `/v1/classes/${classId}/enrolments`, {
        as: { role: 'resident', subject: guardian },
        headers: { 'idempotency-key': key },
        body: { childIds },
      });
    await servers.kill(server);
    const refused = await enrol();
    expect(refused.status).toBe(503);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await servers.start(server);
    await eventually(async () => expect((await enrol()).status).toBe(201));
    const claimed = await claiming.query<{ state: string }>('SELECT state FROM claims WHERE need_id = $1', [classId]);
    expect(claimed).toEqual([{ state: 'held' }, { state: 'held' }]);
  });
});

/** Keeps Redis busy with a script until it is told to end it. */
async function keepBusy(): Promise<unknown> {
  await redis.client.config('SET', 'busy-reply-threshold', '10');
  const other = redis.connect();
  other.eval('while true do end', 0).catch(() => other.disconnect());
  return eventually(() => expect(redis.client.ping()).rejects.toThrow(/^BUSY/));
}

describe.each<[why: string, hinder: () => Promise<unknown>, heal: () => Promise<unknown>]>([
  ['is full', () => redis.client.config('SET', 'maxmemory', '1'), () => redis.client.config('SET', 'maxmemory', '0')],
  [
    'lacks its replicas',
    () => redis.client.config('SET', 'min-replicas-to-write', '1'),
    () => redis.client.config('SET', 'min-replicas-to-write', '0'),
  ],
  ['is busy with a script', keepBusy, () => redis.client.script('KILL')],
])('when Redis %s', (_, hinder, heal) => {
  it('claims are answered 503 with when to come back, and counted; when it takes them again they are decided', async () => {
    const [person = ''] = await claiming.people(1);
    const needId = await claiming.published(aNeed({ places: 1 }));
    const counted = async () => {
      const decisions = await claims.service.app.get(Registry).getSingleMetric('huying_claim_decisions_total')?.get();
      return decisions?.values.find(({ labels }) => labels.outcome === 'service-unavailable')?.value ?? 0;
    };
    const before = await counted();
    await hinder();
    const refused = await claiming.claimOnce(needId, person, 'once');
    await heal();
    expect(refused).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await counted()).toBe(before + 1);
    expect((await claiming.claimUntilAnswered(needId, person, 'once')).answer.status).toBe(201);
  });
});

describe('when Redis forgets everything while it runs', () => {
  it('the pool is rebuilt under a new epoch, and outcomes stay as they were', async () => {
    const people = volunteers(12);
    await claiming.known(people);
    const needId = await claiming.published(aNeed({ places: 5 }));
    const keys = people.map(() => uuidv7());
    const before = await Promise.all(people.map((id, index) => claiming.claim(needId, id, keys[index])));
    await redis.guarded((client) => client.flushall());
    const after = await Promise.all(people.map((id, index) => claiming.claimUntilAnswered(needId, id, keys[index]!)));
    expect(after.map(({ answer }) => answer.body)).toEqual(before.map(({ body }) => body));
    await expectConsistent(needId, 5);
  });
});

describe('when the service starts with an empty Redis and a full PostgreSQL', () => {
  it('it rebuilds the pool by itself before it decides, and outcomes and the line stay as they were', async () => {
    const people = volunteers(12);
    await claiming.known(people);
    const needId = await claiming.published(aNeed({ places: 5 }));
    const keys = people.map(() => uuidv7());
    const before = await Promise.all(people.map((id, index) => claiming.claim(needId, id, keys[index])));
    const epoch = async () => {
      const [pool] = await claiming.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = 'xishan'`);
      return pool?.epoch ?? 0;
    };
    const lastEpoch = await epoch();

    await claims.restart(() => redis.guarded((client) => client.flushall()));

    const [late = ''] = await claiming.people(1);
    const { answer } = await claiming.claimUntilAnswered(needId, late, uuidv7());
    expect(answer).toMatchObject({ status: 202, body: { state: 'waiting', position: 8 } });
    expect(await epoch()).toBeGreaterThan(lastEpoch);
    const after = await Promise.all(people.map((id, index) => claiming.claim(needId, id, keys[index])));
    expect(after.map(({ body }) => body)).toEqual(before.map(({ body }) => body));
    await expectConsistent(needId, 5);
  });
});
