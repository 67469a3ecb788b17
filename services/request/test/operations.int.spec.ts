/**
 * A process has one logger.
 * @jest-environment node
 */
import { Readiness } from '@huying/http';
import { eventually, TestService, Wire, type TestRequest } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { ExpireNeeds } from '../src/needs/expire-needs/expire-needs.js';
import { aCall, aNeed, asResident, asVolunteer, inHours, raised } from './examples.js';

const lines: string[] = [];
let api: TestService;
let wire: Wire;

beforeAll(async () => {
  wire = await Wire.to(process.env.POSTGRES_URL ?? '');
  api = await TestService.start(
    requestService,
    { POSTGRES_URL: wire.address, LOG_LEVEL: 'trace' },
    { logs: { write: (line: string) => void lines.push(line) } },
  );
});
afterAll(async () => {
  await api.stop();
  wire.close();
});

interface Asked {
  readonly method: string;
  readonly route: string;
}

const told = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('the document of the API', () => {
  it('lets null in where a part may be missing', () => {
    const { schemas } = api.service.openApi.components as { schemas: Record<string, { properties: object }> };
    expect(schemas.NeedView?.properties).toMatchObject({ waves: { anyOf: [{ allOf: [{}] }, { type: 'null' }] } });
  });
});

describe('the logs', () => {
  const secrets = /1380013|钱塘江|秘密|Bearer|eyJ/;

  it('tell of every request by route, status and id, and of nobody', async () => {
    lines.splice(0);
    const [phone, name] = ['13800138000', '钱塘江'];
    const text = `${name} ${phone} 秘密`;
    const call = await api.post('/v1/calls', aCall({ text, callerName: name, callerPhone: phone, callerId: phone }));
    const fields = {
      title: text,
      description: text,
      personInCharge: text,
      privateDetails: text,
      location: { name: text, building: text },
    };
    const need = await api.post('/v1/needs', aNeed({ ...fields, callId: call.body.id, organiser: text }));
    const [callId, needId] = [call.body.id as string, need.body.id as string];
    const times = { startsAt: inHours(24), endsAt: inHours(25) };
    const [content] = await Promise.all([api.get('/v1/catalogue/items/GS-001')]);
    const { code: _code, version: _version, category: _category, ...item } = content.body as Record<string, unknown>;
    const tries: [string, string, TestRequest?][] = [
      ['POST', `/v1/calls/${callId}/classification`, { body: { catalogueItemCode: 'GS-001' } }],
      ['POST', `/v1/needs/${needId}/publication`, { body: {}, headers: { 'idempotency-key': phone } }],
      [
        'PUT',
        `/v1/needs/${needId}/schedule`,
        { body: { reason: text, ...times, location: { name: text } }, headers: { 'if-match': '"9"' } },
      ],
      ['POST', `/v1/needs/${needId}/series`, { body: { recurrence: text } }],
      ['GET', '/v1/common-problems'],
      ['POST', '/v1/callers/erasure', { body: { reason: 'purpose-reached', callerPhone: phone } }],
      ['GET', `/v1/callers/erasures/${callId}`],
      ['GET', '/v1/retention/request'],
      ['GET', `/v1/series/${needId}`],
      ['POST', `/v1/series/${needId}/publication`, { body: { risk: text } }],
      ['GET', `/v1/needs/${needId}/readings`],
      ['POST', `/v1/needs/${needId}/cancellation`, { body: { reason: text } }],
      ['POST', `/v1/needs/${needId}/reopening`, { body: { reason: text, ...times } }],
      ['POST', `/v1/needs/${needId}/completion`, { body: { reason: text } }],
      ['POST', `/v1/needs/${needId}/closure`, { body: { reason: text } }],
      ['POST', `/v1/needs/${needId}/feedback`, { body: { rating: 5, text } }],
      [
        'PUT',
        '/v1/catalogue/items/GS-001',
        { body: { ...item, nameZh: text.slice(0, 30) }, headers: { 'if-match': '"1"' } },
      ],
      ['GET', `/v1/calls?callerPhone=${phone}`],
      ['GET', `/v1/needs?q=${encodeURIComponent(text)}`],
      ['GET', `/v1/needs/${needId}`],
      ['GET', `/v1/needs/${needId}/history`],
      ['GET', `/v1/calls/${callId}`],
      ['GET', `/v1/catalogue?q=${phone}`],
      ['GET', '/v1/catalogue/items/GS-001/history'],
      ['GET', `/v1/needs/${phone}`],
      ['GET', `/v1/catalogue/items/${encodeURIComponent(text)}`],
      ['GET', `/v1/${phone}`],
      ['GET', `/v1/needs?cursor=${encodeURIComponent(text)}`],
      ['POST', '/v1/needs', { body: `{"title": "${text}` }],
      ['POST', '/v1/needs', { body: aNeed({ title: `${text}\0`, [text]: text }) }],
      ['POST', '/v1/calls', { body: aCall({ callerPhone: `${phone}x`, callerName: [text] }) }],
      [
        'POST',
        '/v1/calls',
        { body: aCall({ text }), headers: { 'x-request-id': `${phone} x`, cookie: text.slice(4, 15) } },
      ],
      ['GET', '/v1/needs', { authorization: `Bearer ${await api.issuer.forgedToken()}` }],
    ];
    // What clients of Open311 send stands in forms and in addresses.
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const told311 = new URLSearchParams({ api_key: phone, description: text, phone, address_string: text }).toString();
    for (const [path, item] of Object.entries(api.service.openApi.paths).filter(([one]) => one.includes('open311'))) {
      const filled = path.replace('{format}', 'xml').replace(/\{\w+\}/g, encodeURIComponent(text));
      for (const method of Object.keys(item).map((name) => name.toUpperCase())) {
        tries.push([method, `${filled}?${told311}`, method === 'POST' ? { body: told311, headers: form } : {}]);
      }
    }
    for (const [method, path, wish] of tries) await api.request(method, path, wish);
    await api.get(`/v1/needs/${needId}`, asVolunteer());
    await eventually(() =>
      expect(told().filter(({ msg }) => msg === 'request completed').length).toBeGreaterThan(tries.length),
    );
    const asked = new Set(
      told().map(({ req }) => `${(req as Asked | undefined)?.method} ${(req as Asked | undefined)?.route}`),
    );
    for (const [path, item] of Object.entries(api.service.openApi.paths)) {
      const route = path.replace(/\{(\w+)\}/g, ':$1');
      for (const method of Object.keys(item)) expect(asked).toContain(`${method.toUpperCase()} ${route}`);
    }
    expect(lines.filter((line) => secrets.test(line))).toEqual([]);
    expect(told()).toContainEqual(
      expect.objectContaining({
        service: 'request',
        req: expect.objectContaining({ method: 'POST', route: '/v1/needs/:needId/cancellation' }) as unknown,
        res: { status: 201 },
      }),
    );
  });

  it('tell of faults with what happened, and not with whose data', async () => {
    const needId = await raised(api, { title: '秘密' });
    const { dataSource } = api.service.database;
    await dataSource.query(`ALTER TABLE need_history ADD CONSTRAINT nothing_more CHECK (reason = '') NOT VALID`);
    lines.splice(0);
    const answer = await api.post(`/v1/needs/${needId}/cancellation`, { reason: '钱塘江 13800138000' });
    await dataSource.query('ALTER TABLE need_history DROP CONSTRAINT nothing_more');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    const fault = told().find(({ msg }) => msg === 'A request failed for a reason that nobody foresaw.');
    expect(fault).toMatchObject({
      requestId: answer.body.requestId as string,
      req: { id: answer.body.requestId as string },
      err: { type: 'QueryFailedError', code: '23514', constraint: 'nothing_more', table: 'need_history' },
    });
    expect(lines.filter((line) => secrets.test(line))).toEqual([]);
  });

  it('tell who read private details, by account', async () => {
    const needId = await raised(api);
    lines.splice(0);
    await api.get(`/v1/needs/${needId}`, { as: { subject: 'staff-9' } });
    expect(told()).toContainEqual(expect.objectContaining({ needId, readBy: 'staff-9' }));
  });
});

describe('the metrics', () => {
  it('count requests by route template, never by path', async () => {
    const needId = await raised(api);
    await api.get(`/v1/needs/${needId}`);
    await api.get('/v1/nowhere/13800138000');
    const metric = await api.service.metrics.getSingleMetric('huying_http_request_duration_seconds')?.get();
    const labels = metric?.values.map((value) => value.labels) ?? [];
    expect(labels).toContainEqual(
      expect.objectContaining({ method: 'GET', route: '/v1/needs/:needId', status: '200' }),
    );
    expect(labels).toContainEqual(expect.objectContaining({ method: 'GET', route: 'unknown', status: '404' }));
    expect(
      labels.filter((label) => JSON.stringify(label).includes(needId) || JSON.stringify(label).includes('1380')),
    ).toEqual([]);
  });

  it('count no request as in flight once all are answered', async () => {
    const aborted = new AbortController();
    const gone = fetch(`${api.url}/v1/needs`, { signal: aborted.signal }).catch(() => undefined);
    aborted.abort();
    await Promise.all([
      gone,
      api.get('/v1/needs'),
      api.get('/v1/needs/%zz'),
      api.post('/v1/needs', '{'),
      api.get('/v1/needs', { authorization: null }),
    ]);
    await eventually(async () => {
      const metric = await api.service.metrics.getSingleMetric('huying_http_requests_in_flight')?.get();
      expect(metric?.values).toMatchObject([{ value: 0 }]);
    });
  });
});

describe('the limit of requests', () => {
  it('is each caller’s own, told in the headers, and not renewed by inventing tokens', async () => {
    const limited = await TestService.start(requestService, { RATE_LIMIT_PER_MINUTE: '5' });
    const ask = (wish: TestRequest) => limited.get('/v1/catalogue/items/LC-001', wish);
    const mine = { authorization: `Bearer ${await limited.issuer.token({ role: 'resident', subject: 'r-1' })}` };
    for (let left = 4; left >= 0; left--) {
      const answer = await ask(mine);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('ratelimit')).toMatch(new RegExp(`^"minute";r=${left};t=\\d+$`));
      expect(answer.headers.get('ratelimit-policy')).toBe('"minute";q=5;w=60');
      expect([...answer.headers.keys()].filter((name) => name.startsWith('x-ratelimit'))).toEqual([]);
    }
    const refused = await ask(mine);
    expect(refused).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(refused.headers.get('ratelimit')).toMatch(/^"minute";r=0;t=\d+$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.body.detail).toContain(`${refused.headers.get('retry-after')} seconds`);
    // Another token of the same person is the same person; another person is not.
    expect((await ask({ as: { role: 'resident', subject: 'r-1', expiresInSeconds: 600 } })).status).toBe(429);
    expect((await ask(asResident('r-2'))).status).toBe(200);
    const forged = async () =>
      (await ask({ authorization: `Bearer ${await limited.issuer.forgedToken({ subject: 'r-9' })}` })).status;
    expect([await forged(), await forged(), await forged(), await forged(), await forged()]).toEqual([
      401, 401, 401, 401, 401,
    ]);
    const guess = await ask({ authorization: 'Bearer guess' });
    expect(guess).toMatchObject({ status: 429, body: { code: 'too-many-requests' } });
    expect(Number(guess.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(asResident('r-3'))).status).toBe(200);
    await limited.stop();
  });
});

describe('without its database', () => {
  it('the service says so, changes nothing, and is back with it', async () => {
    expect(await api.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ok', details: { database: { status: 'up' } } },
    });
    wire.cut();
    const [live, ready, read, write, keyed] = await Promise.all([
      api.get('/health/live'),
      api.get('/health/ready'),
      api.get('/v1/needs'),
      api.post('/v1/needs', aNeed()),
      api.post('/v1/calls', aCall(), { headers: { 'idempotency-key': 'while-away' } }),
    ]);
    expect(live.status).toBe(200);
    for (const answer of [ready, read, write, keyed]) {
      expect(answer).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    await expect(api.service.app.get(ExpireNeeds).run()).rejects.toThrow();
    wire.mend();
    await eventually(async () => expect((await api.get('/health/ready')).status).toBe(200));
    const again = await api.post('/v1/calls', aCall(), { headers: { 'idempotency-key': 'while-away' } });
    expect(again.status).toBe(201);
    await eventually(async () => expect(await api.get('/v1/needs')).toMatchObject({ status: 200 }));
  });

  it('is not ready once it is told to stop', async () => {
    const stopping = await TestService.start(requestService);
    stopping.service.app.get(Readiness).drain();
    expect((await stopping.get('/health/live')).status).toBe(200);
    expect(await stopping.get('/health/ready')).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
    const refused = await stopping.get('/v1/needs');
    expect(refused).toMatchObject({ status: 503, body: { code: 'service-unavailable' } });
    expect(refused.headers.get('retry-after')).toBe('2');
    await stopping.stop();
  });
});

describe('stopping', () => {
  it('answers what is in flight, effect and events included, before it closes anything', async () => {
    const draining = await TestService.start(requestService);
    const needId = await raised(draining);
    const { dataSource } = draining.service.database;
    const runner = dataSource.createQueryRunner();
    await runner.startTransaction();
    await runner.query('SELECT 1 FROM needs WHERE id = $1 FOR UPDATE', [needId]);
    const slow = draining.post(`/v1/needs/${needId}/publication`, {}); // waits for the row
    await eventually(async () => {
      const [row] = await dataSource.query<{ waiting: number }[]>(
        `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(row?.waiting).toBe(1);
    });
    let stopped = false;
    const stop = draining.service.stop().then(() => (stopped = true));
    await eventually(async () => expect((await draining.get('/v1/needs')).status).toBe(503));
    expect(stopped).toBe(false);
    await runner.commitTransaction();
    await runner.release();
    expect(await slow).toMatchObject({ status: 201, body: { state: 'published' } });
    await stop;
    expect(dataSource.isInitialized).toBe(false);
    await draining.stop().catch(() => undefined); // the service is stopped already: the rest of the test's parts
  });
});
