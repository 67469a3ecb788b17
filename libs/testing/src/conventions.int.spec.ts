import 'reflect-metadata';
import { By, Requires, type Caller } from '@huying/auth';
import {
  Answers,
  Clock,
  IsIdempotentByNature,
  RequiresIdempotencyKey,
  Timetable,
  type ServiceDefinition,
} from '@huying/http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Logger, Module, Post } from '@nestjs/common';
import { eventually } from './eventually.js';
import { TestService } from './test-service.js';
import { Wire } from './wire.js';

let calls = 0;

@Controller('tries')
class TriesController {
  constructor(private readonly clock: Clock) {}

  @Post('once')
  @Requires('needs:raise')
  @RequiresIdempotencyKey()
  @Answers(201)
  once(): { call: number } {
    return { call: ++calls };
  }

  @Post('nothing')
  @Requires('needs:raise')
  @Answers(204)
  nothing(): void {
    calls += 1;
  }

  @Post('again-and-again')
  @Requires('needs:raise')
  @IsIdempotentByNature()
  @Answers(200)
  again(): { call: number } {
    return { call: ++calls };
  }

  @Get('forgotten')
  forgotten(): string {
    return 'No permission is stated: nobody may see this.';
  }

  @Get('me')
  @Requires('needs:read')
  me(@By() by: Caller): object {
    return { person: by.personId, community: by.communityId, now: this.clock.now().toString() };
  }
}

@Module({ controllers: [TriesController] })
class TriesModule {}

const tries: ServiceDefinition = {
  name: 'tries',
  title: 'What every API does alike',
  module: TriesModule,
  entities: [],
  migrations: [],
  paths: ['/v1/tries'],
};

describe('what every API does alike', () => {
  let api: TestService;
  beforeAll(async () => {
    api = await TestService.start(tries);
  });
  afterAll(() => api.stop());

  const withKey = (key: string) => ({ headers: { 'idempotency-key': key } });

  it('a route that would do harm when repeated wants a key', async () => {
    const answer = await api.post('/v1/tries/once', {});
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency-key-required' } });
    const first = await api.post('/v1/tries/once', {}, withKey('a'));
    expect(first.status).toBe(201);
    expect(await api.post('/v1/tries/once', {}, withKey('a'))).toMatchObject({ status: 201, body: first.body });
    expect((await api.post('/v1/tries/once', {}, withKey('b'))).body).not.toEqual(first.body);
  });

  it('an answer without a body is repeated as such', async () => {
    const before = calls;
    for (const replayed of [null, 'true']) {
      const answer = await api.post('/v1/tries/nothing', {}, withKey('c'));
      expect([answer.status, answer.text, answer.headers.get('idempotency-replayed')]).toEqual([204, '', replayed]);
    }
    expect(calls).toBe(before + 1);
  });

  it('a route that is idempotent by nature keeps nothing', async () => {
    const [one, two] = [
      await api.post('/v1/tries/again-and-again', {}, withKey('d')),
      await api.post('/v1/tries/again-and-again', {}, withKey('d')),
    ];
    expect(two.body.call).toBe(one.body.call + 1);
  });

  it('the description says of each POST whether a key is required, taken or not looked at', () => {
    const described = (path: string) => {
      const { parameters = [], description } = api.service.openApi.paths[`/v1/tries/${path}`]!.post!;
      const key = parameters.find((one) => 'name' in one && one.name === 'Idempotency-Key');
      return { required: key && 'required' in key ? key.required : undefined, description };
    };
    expect(described('once').required).toBe(true);
    expect(described('nothing').required).toBe(false);
    expect(described('again-and-again')).toEqual({
      required: undefined,
      description: expect.stringContaining('not looked at'),
    });
  });

  it('a route that states no permission is closed to everybody', async () => {
    expect(await api.get('/v1/tries/forgotten')).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
  });

  it('knows the caller, and the time that the test sets', async () => {
    api.clock.set('2026-12-01T00:00:00Z');
    const { body } = await api.get('/v1/tries/me', { as: { role: 'resident', subject: 'r-1', community: 'dongshan' } });
    expect(body).toEqual({ person: 'r-1', community: 'dongshan', now: '2026-12-01T00:00:00Z' });
    api.clock.release();
  });

  it('describes itself in OpenAPI 3.1, with what all routes may answer', () => {
    const { openApi } = api.service;
    expect(openApi.openapi).toBe('3.1.0');
    const { post } = openApi.paths['/v1/tries/once'] ?? {};
    expect(Object.keys(post?.responses ?? {}).sort()).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '422',
      '429',
      '500',
      '503',
    ]);
    expect(post?.parameters).toContainEqual(expect.objectContaining({ name: 'Idempotency-Key', required: true }));
  });
});

describe('when Redis is away', () => {
  let redis: Wire;
  beforeEach(async () => {
    redis = await Wire.to(process.env.REDIS_URL ?? '');
  });
  afterEach(() => redis.close());

  it('a service begins, answers and ends all the same', async () => {
    redis.cut();
    const api = await TestService.start(tries, { REDIS_URL: redis.address });
    expect((await api.get('/v1/tries/me')).status).toBe(200);
    await api.stop();
  });

  it('timed work goes on as soon as it is back, and ends although it goes again', async () => {
    Logger.overrideLogger(false);
    let turns = 0;
    const timetable = new Timetable('outage', redis.address, `t${process.pid}x${Date.now()}:`);
    timetable.add({ name: 'count', everySeconds: 1, run: () => Promise.resolve(void (turns += 1)) });
    timetable.start();
    await eventually(() => expect(turns).toBeGreaterThan(0));
    const away = async () => {
      redis.cut();
      await eventually(() => expect(redis.refusals).toBeGreaterThan(2));
    };
    await away();
    const before = turns;
    redis.mend();
    await eventually(() => expect(turns).toBeGreaterThan(before));
    await away();
    await timetable.onApplicationShutdown();
  });
});
