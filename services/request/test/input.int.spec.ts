import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aCall, aNeed, inHours, published, raised, violations } from './examples.js';
import { requestService } from '../src/index.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const raise = (fields: object) => api.post('/v1/needs', aNeed(fields));
const invalid = { status: 422, body: { code: 'invalid-input' } };

describe('a body', () => {
  it.each([
    ['cut off', '{"title": "'],
    ['no JSON', '<need/>'],
    ['two objects', '{}{}'],
    ['a comment', '// {}'],
    ['NaN', '{"places": NaN}'],
  ])('that is %s is malformed', async (_, body) => {
    const answer = await api.post('/v1/needs', body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  });

  it('that is empty lacks all that is required', async () => {
    expect(violations(await api.post('/v1/needs', ''))).toEqual(violations(await api.post('/v1/needs', {})));
  });

  it('in another encoding than UTF-8 is malformed, not stored as rubbish', async () => {
    const gbk = Buffer.concat([
      Buffer.from('{"channel":"hotline","text":"'),
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
      Buffer.from('"}'),
    ]);
    expect(await api.post('/v1/calls', gbk)).toMatchObject({ status: 400, body: { code: 'malformed-json' } });
  });

  it.each([[[]], [[aNeed()]], ['"text"'], [7], [true], ['null']])('that is %j is no object', async (body) => {
    expect(await api.post('/v1/needs', body)).toMatchObject(invalid);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'multipart/form-data; boundary=x',
    'x',
  ])('of the type %s is not read', async (type) => {
    const answer = await api.post('/v1/needs', JSON.stringify(aNeed()), { headers: { 'content-type': type } });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('may say its encoding in its type', async () => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    expect((await api.post('/v1/needs', aNeed(), { headers })).status).toBe(201);
  });

  it('larger than allowed is not read to its end', async () => {
    const answer = await raise({ description: 'x'.repeat(1_048_576) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(answer.body.detail).toContain('1048576');
  });

  it('that nests without end is refused, and the service lives', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const answer = await api.post('/v1/needs', `${open.repeat(100_000)}1${close.repeat(100_000)}`);
      expect(answer).toMatchObject({ status: 422, body: { errors: [{ code: 'tooDeep' }] } });
    }
    expect((await api.get('/v1/needs')).status).toBe(200);
  });

  it.each([
    ['__proto__', '{"__proto__": {"isAdmin": true}}', '/__proto__'],
    ['constructor', '{"constructor": {"prototype": {"isAdmin": true}}}', '/constructor'],
    ['a nested __proto__', '{"location": {"name": "x", "__proto__": {}}}', '/location/__proto__'],
  ])('with %s among its keys reaches no prototype', async (_, body, pointer) => {
    const answer = await api.post('/v1/needs', body);
    expect(violations(answer)).toContain(`${pointer} unknownField`);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('is optional where all of it is', async () => {
    const answer = await api.request('POST', `/v1/needs/${await raised(api)}/publication`);
    expect(answer).toMatchObject({ status: 201, body: { state: 'published', waitingList: true } });
  });
});

describe('violations', () => {
  it('are all told at once by JSON pointer, nested and unknown ones too', async () => {
    const answer = await api.post('/v1/needs', {
      callId: 'not-a-uuid',
      catalogueItemCode: 'lc-1',
      title: '',
      urgency: 'very',
      places: 0,
      startsAt: 'soon',
      location: { building: 7, floor: 3 },
      requirements: { skills: ['First Aid', 'first-aid', 'first-aid'], minimumAge: 101 },
      colour: 'red',
    });
    expect(answer).toMatchObject(invalid);
    expect(violations(answer)).toEqual([
      '/callId isUuid',
      '/catalogueItemCode matches',
      '/colour unknownField',
      '/endsAt isInstant',
      '/location/building isString',
      '/location/building maxLength',
      '/location/floor unknownField',
      '/location/name isNotEmpty',
      '/location/name isString',
      '/location/name maxLength',
      '/personInCharge isNotEmpty',
      '/personInCharge isString',
      '/personInCharge maxLength',
      '/places min',
      '/requirements/minimumAge max',
      '/requirements/skills arrayUnique',
      '/requirements/skills matches',
      '/startsAt isInstant',
      '/title isNotEmpty',
      '/urgency isIn',
    ]);
  });

  it.each([
    ['title', 7],
    ['title', ['x']],
    ['title', { toString: 'x' }],
    ['places', '2'],
    ['places', 1.5],
    ['places', 0],
    ['places', -1],
    ['places', 1_000_000],
    ['places', null],
    ['places', true],
    ['location', 'at home'],
    ['location', null],
    ['location', []],
    ['location', [{ name: 'x' }]],
    ['location', {}],
    ['requirements', 'none'],
    ['requirements', { skills: 'first-aid' }],
    ['requirements', { skills: [['first-aid']] }],
    ['requirements', { minimumAge: '18' }],
    ['urgency', 1],
    ['callId', 7],
    ['title', '长'.repeat(101)],
    ['title', '   '],
    ['personInCharge', '\t\n '],
    ['description', 'x'.repeat(2_001)],
    ['privateDetails', {}],
  ])('are found in %s: %j', async (field, value) => {
    const answer = await raise({ [field]: value });
    expect(answer).toMatchObject(invalid);
    const pointers = violations(answer).map((one) => one.split(' ')[0]);
    expect(pointers.every((pointer) => pointer?.startsWith(`/${field}`))).toBe(true);
  });

  it.each(['1e999', '1e-7', '0x10', '99999999999999999999'])('are found in the number %s', async (places) => {
    const body = JSON.stringify(aNeed()).replace('"places":2', `"places":${places}`);
    expect([400, 422]).toContain((await api.post('/v1/needs', body)).status);
  });

  it('are found in a query', async () => {
    const answer = await api.get('/v1/needs?limit=many&state=lost&overdue=1&colour=red&catalogueItemCode=x');
    expect(violations(answer)).toEqual([
      '/catalogueItemCode matches',
      '/colour unknownField',
      '/limit isInt',
      '/limit max',
      '/limit min',
      '/overdue isIn',
      '/state isIn',
    ]);
  });

  it.each([
    'state=draft&state=closed',
    'q=a&q=b',
    'cursor=a&cursor=b',
    'limit=1&limit=2',
    'q[]=a',
    'q=%00',
    '__proto__=x',
  ])('are found in the query %s', async (query) => expect(await api.get(`/v1/needs?${query}`)).toMatchObject(invalid));
});

describe('optional fields', () => {
  it('of a need may be null or left out', async () => {
    const none = {
      callId: null,
      description: null,
      urgency: null,
      organiser: null,
      privateDetails: null,
      requirements: null,
    };
    const answer = await raise(none);
    expect(answer).toMatchObject({
      status: 201,
      body: { description: '', urgency: 'normal', organiser: 'xishan', requirements: { skills: [], minimumAge: 0 } },
    });
    const nested = await raise({
      requirements: { skills: null, minimumAge: null },
      location: { name: 'x', building: null },
    });
    expect(nested).toMatchObject({ status: 201, body: { location: { building: '' } } });
  });

  it('of a publication may be null', async () => {
    const wish = { opensAt: null, closesAt: null, releaseUntil: null, groupIds: null, waitingList: null };
    const answer = await api.post(`/v1/needs/${await raised(api)}/publication`, wish);
    expect(answer).toMatchObject({ status: 201, body: { groupIds: [], waitingList: true } });
  });

  it('of a call may be null', async () => {
    const answer = await api.post('/v1/calls', aCall({ callerName: null, callerPhone: null, callerId: null }));
    expect(answer).toMatchObject({ status: 201, body: { callerName: null, callerPhone: null } });
  });
});

describe('times', () => {
  const moment = inHours(26);
  it.each([
    ['that end before they start', inHours(26), inHours(24), 'need-ends-before-start'],
    ['that end when they start', moment, moment, 'need-ends-before-start'],
    ['of 25 hours', inHours(24), inHours(49), 'need-too-long'],
    ['in the past', inHours(-2), inHours(-1), 'need-starts-in-the-past'],
  ])('%s are refused', async (_, startsAt, endsAt, code) => {
    expect(await raise({ startsAt, endsAt })).toMatchObject({ status: 422, body: { code } });
  });

  it.each([
    '3000-01-01T00:00:00Z',
    '2026-12-01T09:00:00',
    '2026-12-01',
    '2026-02-30T09:00:00+08:00',
    '2026-12-01T09:00:00+08:00[Asia/Shanghai]',
    1_790_000_000,
    '',
  ])('such as %j are none', async (startsAt) => {
    expect(violations(await raise({ startsAt }))).toEqual(['/startsAt isInstant']);
  });

  it('are answered as they are read later, to the millisecond', async () => {
    const startsAt = `${inHours(24).slice(0, 19)}.123987Z`;
    const answer = await raise({ startsAt });
    expect(answer.body.startsAt).toBe(`${startsAt.slice(0, 23)}Z`);
    expect((await api.get(`/v1/needs/${answer.body.id}`)).body.startsAt).toBe(answer.body.startsAt);
  });

  it('of any offset are the same moment', async () => {
    const answer = await raise({ startsAt: inHours(24).replace('Z', '+00:00') });
    expect(answer.body.startsAt).toBe(inHours(24).slice(0, 17) + answer.body.startsAt.slice(17));
  });
});

describe('texts', () => {
  const texts = [
    ['emoji', '修灯 💡👨‍👩‍👧‍👦🇨🇳'],
    ['characters of four bytes', '𠮷野家 𪚥'],
    ['right-to-left', 'مرحبا שלום'],
    ['combining marks', 'é ñ'],
    ['SQL', '\'; DROP TABLE needs; -- " OR 1=1'],
    ['Lua', 'return redis.call("FLUSHALL") --[[ ]]'],
    ['markup', '<script>alert(1)</script>&amp;{{7*7}}${7*7}%s'],
    ['control characters', 'a\tb\u0001c\u007f'],
    ['a template', '{state} $t(x) {{x}}'],
    ['line ends', 'a\r\nb\u2028c'],
    ['PostgreSQL arrays and JSON', '{"a",NULL} \\x00 \\u0000'],
  ] as const;

  it.each(texts)('with %s are kept as they are, plain and encrypted', async (_, text) => {
    const fields = { title: text, description: text, privateDetails: text, location: { name: text, building: text } };
    const { status, body } = await raise(fields);
    expect(status).toBe(201);
    expect((await api.get(`/v1/needs/${body.id}`)).body).toMatchObject(fields);
    const found = await api.get(`/v1/needs?q=${encodeURIComponent(text)}`);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toContain(body.id);
  });

  it.each(texts)('of calls with %s are kept as they are', async (_, text) => {
    const call = await api.post('/v1/calls', aCall({ text, callerName: text }));
    expect(call.status).toBe(201);
    expect((await api.get(`/v1/calls/${call.body.id}`)).body).toMatchObject({ text, callerName: text });
  });

  it.each([
    ['U+0000', 'a\0b'],
    ['half of a surrogate pair', 'a\ud83d'],
  ])('with %s cannot be stored, which is a violation and no fault', async (_, text) => {
    const answer = await raise({ title: text, location: { name: text }, requirements: { skills: [text] } });
    expect(answer).toMatchObject(invalid);
    expect(violations(answer)).toEqual([
      '/location/name wellFormed',
      '/requirements/skills/0 wellFormed',
      '/title wellFormed',
    ]);
    expect(await api.post('/v1/calls', aCall({ text }))).toMatchObject(invalid);
    const needId = await published(api);
    expect(await api.post(`/v1/needs/${needId}/cancellation`, { reason: text })).toMatchObject(invalid);
  });

  it('in a path belong to nothing', async () => {
    expect(await api.get('/v1/catalogue/items/%00')).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
  });
});
