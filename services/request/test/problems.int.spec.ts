/**
 * Parts of the service are replaced.
 * @jest-environment node
 */
import { randomUUID } from 'node:crypto';
import { arisingNeedProblems, declaredProblems, needWishProblems } from '@huying/http';
import { TestService, Wire, type TestAnswer } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ClassifyCallHandler } from '../src/calls/classify-call/classify-call.handler.js';
import { needProblems } from '../src/needs/needs.problems.js';
import { requestService } from '../src/index.js';
import { open311Problems } from '../src/open311/open311.problems.js';
import { aCall, aNeed, asResident, completed, inHours, published, raised } from './examples.js';

let api: TestService;
/** Whose limit is two requests, and whose issuer is gone. */
let limited: TestService;
let wire: Wire;

beforeAll(async () => {
  wire = await Wire.to(process.env.POSTGRES_URL ?? '');
  api = await TestService.start(requestService, { POSTGRES_URL: wire.address, OIDC_AUDIENCE: 'huying' });
  limited = await TestService.start(requestService, { RATE_LIMIT_PER_MINUTE: '2' });
});
afterAll(async () => {
  await limited.stop();
  await api.stop();
  wire.close();
});

const headers = (fields: Record<string, string>) => ({ headers: fields });
const withToken = async (wish: object) => ({ authorization: `Bearer ${await api.issuer.token(wish)}` });
const sameKey = headers({ 'idempotency-key': 'reused' });
const publication = async (wish: object, fields: object = {}) =>
  api.post(`/v1/needs/${await raised(api, fields)}/publication`, wish);
const waves = (groups: number, everyone: number) => ({ groupsAt: inHours(groups), everyoneAt: inHours(everyone) });
const inWaves = (groups: number, everyone: number) => ({
  ...{ dispatch: 'waves', groupIds: [randomUUID()] },
  waves: waves(groups, everyone),
});
const moved = async (needId: string, times: object) => {
  const etag = (await api.get(`/v1/needs/${needId}`)).headers.get('etag') ?? '';
  const body = { ...times, reason: 'x' };
  return api.request('PUT', `/v1/needs/${needId}/schedule`, { body, ...headers({ 'if-match': etag }) });
};
const recurring = async (recurrence: string | undefined, needId?: string) =>
  api.post(`/v1/needs/${needId ?? (await raised(api))}/series`, { recurrence });
const needed = async (fields: object) => api.post('/v1/needs', aNeed(fields));

/** Code by code, a request that is refused with it. */
const provoked: Record<string, () => Promise<TestAnswer>> = {
  'malformed-json': () => api.post('/v1/needs', '{'),
  'invalid-input': () => api.post('/v1/needs', {}),
  'malformed-id': () => api.get('/v1/needs/7'),
  'malformed-cursor': () => api.get('/v1/needs?cursor=7'),
  'body-too-large': () => api.post('/v1/needs', aNeed({ title: 'x'.repeat(1_100_000) })),
  'unsupported-media-type': () => api.post('/v1/needs', 'x', headers({ 'content-type': 'text/plain' })),
  'route-not-found': () => api.get('/v1/nowhere'),
  'not-found': () => api.get(`/v1/needs/${randomUUID()}`),
  'changed-meanwhile': () =>
    api.request('PUT', '/v1/catalogue/items/LC-001', { body: item, ...headers({ 'if-match': '"9"' }) }),
  'if-match-required': () => api.request('PUT', '/v1/catalogue/items/LC-001', { body: item }),
  'too-many-requests': async () => {
    await Promise.all([limited.get('/v1/needs'), limited.get('/v1/needs')]);
    return limited.get('/v1/needs');
  },
  'idempotency-key-malformed': () => api.post('/v1/calls', aCall(), headers({ 'idempotency-key': 'a b' })),
  'idempotency-key-in-flight': async () => {
    await api.post('/v1/calls', aCall(), headers({ 'idempotency-key': 'begun' }));
    await query(`UPDATE idempotency_keys SET status = NULL, body = NULL WHERE key = 'begun'`);
    return api.post('/v1/calls', aCall(), headers({ 'idempotency-key': 'begun' }));
  },
  'idempotency-key-reused': async () => {
    await api.post('/v1/calls', aCall(), sameKey);
    return api.post('/v1/calls', aCall({ text: '别的话' }), sameKey);
  },
  'token-missing': () => api.get('/v1/needs', { authorization: null }),
  'token-expired': async () => api.get('/v1/needs', await withToken({ expiresInSeconds: -60 })),
  'token-invalid': async () => api.get('/v1/needs', { authorization: `Bearer ${await api.issuer.forgedToken()}` }),
  'token-audience': async () => api.get('/v1/needs', await withToken({ audience: 'other' })),
  'token-without-community': async () => api.get('/v1/needs', await withToken({ claims: { community: undefined } })),
  'permission-missing': () => api.post('/v1/needs', aNeed(), asResident()),
  'not-yours': async () => {
    const { body } = await api.post('/v1/calls', aCall());
    return api.get(`/v1/calls/${body.id}`, asResident());
  },
  'service-unavailable': async () => {
    wire.cut();
    const answer = await api.get('/v1/needs');
    wire.mend();
    return answer;
  },
  'issuer-unavailable': async () => {
    const orphan = await TestService.start(requestService);
    const token = await orphan.issuer.token();
    orphan.issuer.close();
    const answer = await orphan.get('/v1/needs', { authorization: `Bearer ${token}` });
    await orphan.stop();
    return answer;
  },
  'internal-error': async () => {
    const error = new Error('王大爷 13800138000');
    const broken = jest.spyOn(api.service.app.get(ClassifyCallHandler), 'handle').mockRejectedValueOnce(error);
    const answer = await classified('LC-001');
    broken.mockRestore();
    return answer;
  },
  'undeclared-problem': async () => {
    const foreign = needProblems.tooLong({ hours: 24 });
    const broken = jest.spyOn(api.service.app.get(ClassifyCallHandler), 'handle').mockRejectedValueOnce(foreign);
    const answer = await classified('LC-001');
    broken.mockRestore();
    return answer;
  },
  'caller-not-named': () => erased({}),
  'caller-unknown': () => erased({ callId: randomUUID() }),
  'caller-needs-open': async () => {
    const { body } = await api.post('/v1/calls', aCall({ callerPhone: '13800138222' }));
    await needed({ callId: body.id });
    return erased({ callId: body.id });
  },
  'open311-key-too-many': async () => {
    await query(`INSERT INTO open311_clients (id, community_id, name, key_digest, made_by, made_at)
      SELECT gen_random_uuid(), 'nanmen', 'x', 'digest-' || n, 'staff-1', now() FROM generate_series(1, 100) n`);
    return api.post('/v1/open311-keys', { name: 'x' }, { as: { community: 'nanmen' } });
  },
  'call-channel-not-yours': () => api.post('/v1/calls', aCall({ channel: 'hotline' }), asResident()),
  'call-unknown-item': () => classified('LC-999'),
  'catalogue-item-not-found': () => api.get('/v1/catalogue/items/LC-999'),
  'need-not-a-draft': async () => api.post(`/v1/needs/${await published(api)}/publication`, {}),
  'need-wrong-state': async () => api.post(`/v1/needs/${await raised(api)}/closure`, { reason: 'x' }),
  'need-not-started': async () => api.post(`/v1/needs/${await published(api)}/completion`, { reason: 'x' }),
  'need-ends-before-start': () => needed({ startsAt: inHours(3), endsAt: inHours(2) }),
  'need-too-long': () => needed({ startsAt: inHours(1), endsAt: inHours(26) }),
  'need-starts-in-the-past': () => needed({ startsAt: inHours(-1), endsAt: inHours(1) }),
  'need-opens-after-start': () => publication({ opensAt: inHours(25) }),
  'need-closes-before-opening': () => publication({ opensAt: inHours(3), closesAt: inHours(2) }),
  'need-closes-after-end': () => publication({ closesAt: inHours(27) }),
  'need-places-required': () => publication({}, { urgency: 'emergency', places: undefined }),
  'need-alert-not-an-emergency': () => publication({ dispatch: 'alert' }),
  'need-waves-required': () => publication({ dispatch: 'waves', groupIds: [randomUUID()] }),
  'need-waves-not-asked-for': () => publication({ waves: waves(1, 2) }),
  'need-waves-without-circle': () => publication({ dispatch: 'waves', waves: waves(1, 2) }),
  'need-waves-out-of-order': () => publication(inWaves(2, 1)),
  'need-waves-too-late': () => publication(inWaves(1, 25)),
  'need-draw-time-required': () => publication({ dispatch: 'draw' }),
  'need-draw-time-not-asked-for': () => publication({ drawAt: inHours(1) }),
  'need-draw-before-opening': () => publication({ dispatch: 'draw', drawAt: inHours(-1) }),
  'need-draw-too-late': () => publication({ dispatch: 'draw', drawAt: inHours(25) }),
  'need-not-moved': async () => {
    const times = { startsAt: inHours(24), endsAt: inHours(26) };
    return moved(await published(api, times), times);
  },
  'need-answer-out-of-time': async () =>
    moved(await published(api), { startsAt: inHours(30), endsAt: inHours(31), answerBy: inHours(31) }),
  'need-series-one-way': () => recurring(undefined),
  'need-in-a-series': async () => {
    const needId = await raised(api);
    await recurring('FREQ=WEEKLY;COUNT=2', needId);
    return recurring('FREQ=WEEKLY;COUNT=2', needId);
  },
  'need-recurrence-unreadable': () => recurring('weekly'),
  'need-recurs-too-often': () => recurring('FREQ=DAILY'),
  'need-recurs-too-long': () => recurring('FREQ=WEEKLY'),
  'need-recurs-never': () => recurring('FREQ=WEEKLY;COUNT=1'),
  'need-series-without-drafts': async () => {
    const { body } = await recurring('FREQ=WEEKLY;COUNT=2');
    await api.post(`/v1/series/${body.id}/publication`, {});
    return api.post(`/v1/series/${body.id}/publication`, {});
  },
  'need-rated-already': async () => {
    const needId = await completed(api);
    await api.post(`/v1/needs/${needId}/feedback`, { rating: 5 });
    return api.post(`/v1/needs/${needId}/feedback`, { rating: 5 });
  },
  'need-unknown-item': () => needed({ catalogueItemCode: 'LC-999' }),
  'need-unknown-call': () => needed({ callId: randomUUID() }),
  'need-call-has-need': async () => {
    const { body } = await api.post('/v1/calls', aCall());
    await needed({ callId: body.id });
    return needed({ callId: body.id });
  },
};

/** What is not answered here, and where it is shown. */
const elsewhere = [
  'idempotency-key-required', // no route of this service requires a key: libs/testing
  ...['import-line-malformed', 'import-line-too-long'], // no route of this service imports: services/volunteer
  ...[needWishProblems, arisingNeedProblems, open311Problems].flatMap((makers) =>
    Object.values(makers).map(({ type }) => type.code),
  ), // of services where needs arise; and of Open311, which has a form of its own: open311/problems.int.spec.ts
];

const item = {
  nameZh: '家电维修',
  nameEn: 'Repairs',
  keywords: ['维修'],
  usualResponseMinutes: 60,
  usuallyAnsweredBy: 'volunteers',
  risk: 'none',
};
const erased = (who: object) => api.post('/v1/callers/erasure', { reason: 'unlawful', ...who });
const query = (sql: string) => api.service.database.dataSource.query<unknown[]>(sql);
async function classified(catalogueItemCode: string): Promise<TestAnswer> {
  const { body } = await api.post('/v1/calls', aCall());
  return api.post(`/v1/calls/${body.id}/classification`, { catalogueItemCode });
}

/** All that is loaded with the service: what is declared anew is among them. */
const declared = declaredProblems();

describe('every problem that the service declares', () => {
  it('is provoked here', () => {
    const codes = declared.map(({ code }) => code);
    expect([...Object.keys(provoked), ...elsewhere].sort()).toEqual([...codes].sort());
  });

  it.each(Object.keys(provoked))('%s is answered as it is declared', async (code) => {
    const type = declared.find((one) => one.code === code);
    const { status, headers: answered, body } = await provoked[code]!();
    expect([status, body.code]).toEqual([type?.status, code]);
    expect(answered.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answered.get('content-language')).toBe('en');
    expect(answered.get('x-request-id')).toBe(body.requestId);
    expect(body).toMatchObject({
      type: `urn:huying:problem:${code}`,
      status,
      instance: expect.stringMatching(/^\/v1\//) as unknown,
    });
    expect(body.title).toBe(code.replaceAll('-', ' '));
    expect(body.detail).not.toMatch(/[{}]|undefined/);
    expect(body.remedy).toBe(type?.remedy?.en);
    expect(body.errors === undefined).toBe(code !== 'invalid-input');
    expect(answered.has('retry-after')).toBe(status === 429 || type?.retryAfter !== undefined);
  });
});

describe('a problem', () => {
  it('of our own making tells nothing of its cause', async () => {
    const { text, body } = await provoked['internal-error']!();
    expect(text).not.toMatch(/王大爷|1380|Error:|stack/);
    expect(body.detail).toBe('Something went wrong on our side; the request id helps us to find it.');
  });

  it.each([
    [undefined, 'zh-CN', '在您的社区中找不到该编号对应的内容。'],
    ['zh-TW,zh;q=0.9', 'zh-CN', '在您的社区中找不到该编号对应的内容。'],
    ['fr', 'zh-CN', '在您的社区中找不到该编号对应的内容。'],
    ['en-GB', 'en', 'Nothing with this id exists in your community.'],
  ])('for a client of the languages %j is in %s', async (asked, language, detail) => {
    const own = await fetch(`${api.url}/v1/needs/${randomUUID()}`, {
      headers: { authorization: `Bearer ${await api.issuer.token()}`, 'accept-language': asked ?? '' },
    });
    expect([own.headers.get('content-language'), ((await own.json()) as { detail: string }).detail]).toEqual([
      language,
      detail,
    ]);
  });

  it('lists violations in the language of the client', async () => {
    const { body } = await api.post('/v1/needs', aNeed({ places: 0 }), headers({ 'accept-language': 'zh-CN' }));
    expect(body.errors).toEqual([{ pointer: '/places', code: 'min', detail: '小于允许的最小值。' }]);
  });

  it('has the request id that the client sent, if it is fit for logs, else one of ours', async () => {
    const idFor = async (id: string) =>
      (await api.get('/v1/nowhere', headers({ 'x-request-id': id }))).headers.get('x-request-id');
    expect(await idFor('mini-app-0001')).toBe('mini-app-0001');
    for (const id of ['short', 'x'.repeat(65), 'has space in it', '{"json":true}'])
      expect(await idFor(id)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(['/v1/needs/%zz', '/v1/needs/%', '/%c0%ae', `/v1/needs/${'x'.repeat(201)}`])(
    'is answered for the path %s too',
    async (path) => {
      const answer = await api.get(path);
      expect(answer).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    },
  );

  it.each(['DELETE', 'PATCH', 'PUT', 'OPTIONS'])(
    'is answered for %s where there is nothing of the kind',
    async (method) => {
      expect(await api.request(method, '/v1/needs')).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
    },
  );
});
