import { createHmac, randomUUID } from 'node:crypto';
import { TestIssuer, TestService, type TestRequest, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, aNeed, asResident, asVolunteer, inHours, published, raised } from './examples.js';

let api: TestService;
let stranger: TestIssuer;

beforeAll(async () => {
  api = await TestService.start(requestService);
  stranger = await TestIssuer.start();
});
afterAll(async () => {
  stranger.close();
  await api.stop();
});

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const read = (authorization: string | null) => api.get('/v1/needs', { authorization });
const refused = (code: string, status = 401) => ({ status, body: { code, status } });

describe('a request without a token that counts', () => {
  it.each([
    ['no token', null],
    ['an empty header', ''],
    ['another scheme', 'Basic dXNlcjpwYXNz'],
    ['a scheme alone', 'Bearer'],
    ['two tokens', 'Bearer a b'],
  ])('has %s', async (_, authorization) => {
    const answer = await read(authorization);
    expect(answer).toMatchObject(refused('token-missing'));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="token-missing"');
  });

  it('has rubbish for a token', async () => {
    expect(await read('Bearer abc')).toMatchObject(refused('token-invalid'));
    expect(await read('Bearer a.b.c')).toMatchObject(refused('token-invalid'));
  });

  it('has a token that is forged', async () => {
    expect(await read(`Bearer ${await api.issuer.forgedToken()}`)).toMatchObject(refused('token-invalid'));
  });

  it('has a token whose claims were changed', async () => {
    const [head, , signature] = (await api.issuer.token({ role: 'resident' })).split('.');
    const claims = { roles: ['staff'], community: 'xishan', sub: 'x', aud: 'huying', iss: api.issuer.url, exp: 4e9 };
    expect(await read(`Bearer ${head}.${base64(claims)}.${signature}`)).toMatchObject(refused('token-invalid'));
  });

  it('has a token that says it needs no signature', async () => {
    const [, claims] = (await api.issuer.token()).split('.');
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await read(`Bearer ${base64({ alg })}.${claims}.`)).toMatchObject(refused('token-invalid'));
    }
  });

  it('has a token that is signed with the public key as a secret', async () => {
    const { keys } = (await (await fetch(`${api.issuer.url}/jwks`)).json()) as { keys: object[] };
    const [, claims] = (await api.issuer.token()).split('.');
    const head = base64({ alg: 'HS256', kid: 'test' });
    const signature = createHmac('sha256', JSON.stringify(keys[0])).update(`${head}.${claims}`).digest('base64url');
    expect(await read(`Bearer ${head}.${claims}.${signature}`)).toMatchObject(refused('token-invalid'));
  });

  it('has a token of another issuer', async () => {
    expect(await read(`Bearer ${await stranger.token()}`)).toMatchObject(refused('token-invalid'));
  });

  it.each<[string, TokenWish, string]>([
    ['that has expired', { expiresInSeconds: -60 }, 'token-expired'],
    ['for another audience', { audience: 'other' }, 'token-audience'],
    ['without an audience', { claims: { aud: undefined } }, 'token-audience'],
    ['that is not valid yet', { claims: { nbf: Date.now() / 1_000 + 600 } }, 'token-invalid'],
    ['without a subject', { claims: { sub: undefined } }, 'token-invalid'],
    ['without an end', { claims: { exp: undefined } }, 'token-invalid'],
    ['without a community', { claims: { community: undefined } }, 'token-without-community'],
    ['of two communities', { claims: { community: ['xishan', 'dongshan'] } }, 'token-without-community'],
  ])('has a token %s', async (_, wish, code) => {
    expect(await read(`Bearer ${await api.issuer.token(wish)}`)).toMatchObject(refused(code));
  });

  it('is refused before its body is read or its path is known', async () => {
    const noToken: TestRequest = { authorization: null };
    expect(await api.post('/v1/needs', '{not json', noToken)).toMatchObject(refused('token-missing'));
    expect(await api.get('/v1/nowhere', noToken)).toMatchObject(refused('token-missing'));
    expect(await api.get('/', noToken)).toMatchObject(refused('token-missing'));
  });

  it('is answered for health alone', async () => {
    for (const path of ['/health/live', '/health/ready', '/health/live?x=1']) {
      expect((await api.get(path, { authorization: null })).status).toBe(200);
    }
  });
});

describe('permissions', () => {
  const changes = (id: string): [string, string, object][] => [
    ['POST', '/v1/needs', aNeed()],
    ['POST', `/v1/needs/${id}/publication`, {}],
    ['POST', `/v1/needs/${id}/cancellation`, { reason: 'x' }],
    ['POST', `/v1/needs/${id}/completion`, { reason: 'x' }],
    ['POST', `/v1/needs/${id}/closure`, { reason: 'x' }],
    ['POST', `/v1/needs/${id}/reopening`, { reason: 'x', startsAt: inHours(1), endsAt: inHours(2) }],
    ['POST', `/v1/calls/${id}/classification`, { catalogueItemCode: 'LC-001' }],
    ['PUT', '/v1/catalogue/items/LC-001', {}],
  ];

  it.each(['resident', 'volunteer', 'organisation', 'mediator', 'supervisor', 'district'] as const)(
    'of staff are not those of a %s',
    async (role) => {
      const needId = await raised(api);
      for (const [method, path, body] of changes(needId)) {
        const answer = await api.request(method, path, { as: { role, subject: 'p-1' }, body });
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'permission-missing']);
      }
      expect(await api.get(`/v1/needs/${needId}/history`, { as: { role } })).toMatchObject(
        refused('permission-missing', 403),
      );
      expect((await api.get(`/v1/needs/${needId}`)).body.state).toBe('draft');
    },
  );

  it('of a person end where the scopes of the app end', async () => {
    const as = { scope: 'needs:read catalogue:read' };
    expect((await api.get('/v1/needs', { as })).status).toBe(200);
    expect(await api.post('/v1/needs', aNeed(), { as })).toMatchObject(refused('permission-missing', 403));
    expect(await api.get('/v1/calls', { as })).toMatchObject(refused('permission-missing', 403));
  });

  it('of an app that acts for itself are its scopes, and no role comes with them', async () => {
    const as = {
      subject: 'neighbourhood-app',
      scope: 'calls:create calls:read needs:read',
      claims: { roles: undefined },
    };
    expect(await api.post('/v1/calls', aCall({ channel: 'app' }), { as })).toMatchObject({ status: 201 });
    expect(await api.post('/v1/calls', aCall({ channel: 'hotline' }), { as })).toMatchObject({ status: 422 });
    expect(await api.post('/v1/needs', aNeed(), { as })).toMatchObject(refused('permission-missing', 403));
    const seen = await api.get(`/v1/needs/${await published(api)}`, { as });
    expect(seen).toMatchObject({ status: 200, body: { privateDetails: null } });
  });

  it('of a person without a role are none, whatever the app may', async () => {
    const as = { scope: 'needs:read needs:raise', claims: { roles: [] } };
    expect(await api.get('/v1/needs', { as })).toMatchObject(refused('permission-missing', 403));
  });
});

describe('the community', () => {
  const elsewhere: TestRequest = { as: { community: 'dongshan' } };

  it('is the boundary of everything that staff see and do', async () => {
    const call = await api.post('/v1/calls', aCall());
    const draft = await raised(api);
    const open = await published(api);
    const times = { reason: 'x', startsAt: inHours(1), endsAt: inHours(2) };
    const tries: [string, string, unknown?][] = [
      ['GET', `/v1/calls/${call.body.id}`],
      ['POST', `/v1/calls/${call.body.id}/classification`, { catalogueItemCode: 'LC-001' }],
      ['GET', `/v1/needs/${draft}`],
      ['GET', `/v1/needs/${open}`],
      ['GET', `/v1/needs/${open}/history`],
      ['POST', `/v1/needs/${draft}/publication`, {}],
      ['POST', `/v1/needs/${open}/cancellation`, { reason: 'x' }],
      ['POST', `/v1/needs/${open}/completion`, { reason: 'x' }],
      ['POST', `/v1/needs/${open}/closure`, { reason: 'x' }],
      ['POST', `/v1/needs/${open}/reopening`, times],
      ['POST', `/v1/needs/${open}/feedback`, { rating: 5 }],
    ];
    for (const [method, path, body] of tries) {
      const answer = await api.request(method, path, { ...elsewhere, body });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'not-found']);
    }
    const raisedThere = await api.post('/v1/needs', aNeed({ callId: call.body.id }), elsewhere);
    expect(raisedThere).toMatchObject(refused('need-unknown-call', 422));
    expect((await api.get('/v1/needs', elsewhere)).body.items).toEqual([]);
    expect((await api.get('/v1/calls', elsewhere)).body.items).toEqual([]);
    expect((await api.get(`/v1/needs/${open}`)).body.state).toBe('published');
  });

  it('answers for what is elsewhere as for what is nowhere', async () => {
    const there = await api.get(`/v1/needs/${await published(api)}`, elsewhere);
    const nowhere = await api.get(`/v1/needs/${randomUUID()}`, elsewhere);
    const told = ({ body }: typeof there) => ({ ...body, requestId: '', instance: '' });
    expect(told(there)).toEqual(told(nowhere));
  });

  it('has a catalogue of its own', async () => {
    const { body, headers } = await api.get('/v1/catalogue/items/GS-001', elsewhere);
    const { version, category, code, ...content } = body;
    const changed = { ...content, nameZh: '东山的名字' };
    const etag = headers.get('etag') ?? '';
    const answer = await api.request('PUT', `/v1/catalogue/items/${code}`, {
      ...elsewhere,
      body: changed,
      headers: { 'if-match': etag },
    });
    expect(answer).toMatchObject({ status: 200, body: { nameZh: '东山的名字', version: version + 1, category } });
    expect((await api.get('/v1/catalogue/items/GS-001')).body).toMatchObject({ nameZh: content.nameZh, version });
  });
});

describe('what is somebody’s own', () => {
  it('a resident reads their own calls and no others', async () => {
    const mine = await api.post('/v1/calls', aCall({ channel: 'app', text: '路灯坏了' }), asResident('r-own'));
    const taken = await api.post('/v1/calls', aCall({ callerId: 'r-own' }));
    const other = await api.post('/v1/calls', aCall({ channel: 'app' }), asResident('r-other'));
    const { body } = await api.get('/v1/calls', asResident('r-own'));
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([taken.body.id, mine.body.id]);
    expect((await api.get(`/v1/calls/${taken.body.id}`, asResident('r-own'))).status).toBe(200);
    expect(await api.get(`/v1/calls/${other.body.id}`, asResident('r-own'))).toMatchObject(refused('not-yours', 403));
    expect(await api.get(`/v1/calls/${mine.body.id}`, asVolunteer('r-own'))).toMatchObject(
      refused('permission-missing', 403),
    );
  });

  it('a resident cannot call in the name of another', async () => {
    const answer = await api.post('/v1/calls', aCall({ channel: 'app', callerId: 'r-victim' }), asResident('r-liar'));
    expect(answer.status).toBe(201);
    expect((await api.get(`/v1/calls/${answer.body.id}`, asResident('r-liar'))).status).toBe(200);
    expect(await api.get(`/v1/calls/${answer.body.id}`, asResident('r-victim'))).toMatchObject(
      refused('not-yours', 403),
    );
  });

  it('a draft is seen by staff and by the resident it is about, and exists for nobody else', async () => {
    const call = await api.post('/v1/calls', aCall({ callerId: 'r-draft' }));
    const draft = await raised(api, { callId: call.body.id });
    const own = await api.get(`/v1/needs/${draft}`, asResident('r-draft'));
    expect(own).toMatchObject({ status: 200, body: { state: 'draft', privateDetails: null } });
    for (const other of [asResident('r-x'), asVolunteer('r-x')]) {
      expect(await api.get(`/v1/needs/${draft}`, other)).toMatchObject(refused('not-found', 404));
      const { body } = await api.get('/v1/needs?limit=100', other);
      expect(body.items.map(({ id }: { id: string }) => id)).not.toContain(draft);
    }
    expect((await api.get('/v1/needs?state=draft', asResident('r-draft'))).body.items).toHaveLength(1);
  });

  it('private details are in no list, for staff neither', async () => {
    await published(api);
    const { text } = await api.get('/v1/needs?limit=100');
    expect(text).not.toContain('3幢2单元501');
  });
});
