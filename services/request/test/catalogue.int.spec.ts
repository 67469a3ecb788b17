import { CallClassifiedSchema, CatalogueItemChangedSchema } from '@huying/contracts';
import { eventually, TestService, type TestAnswer } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, aNeed, asResident, asVolunteer, held, published, violations } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

interface Item {
  readonly code: string;
  readonly version: number;
  readonly category: string;
  readonly nameZh: string;
  readonly keywords: string[];
}

const pathOf = (code: string) => `/v1/catalogue/items/${code}`;
const etagOf = (answer: TestAnswer): string => answer.headers.get('etag') ?? '';
const change = (code: string, fields: object, ifMatch?: string) =>
  api.request('PUT', pathOf(code), { body: fields, headers: ifMatch === undefined ? {} : { 'if-match': ifMatch } });

/** What is sent to keep an item as it is. */
async function contentOf(code: string): Promise<{ content: Record<string, unknown>; etag: string; item: Item }> {
  const answer = await api.get(pathOf(code));
  const item = answer.body as Item & Record<string, unknown>;
  const content = Object.fromEntries(
    Object.entries(item).filter(([name]) => !['code', 'version', 'category'].includes(name)),
  );
  return { content, etag: etagOf(answer), item };
}

describe('the catalogue', () => {
  it('has five categories and 112 items, for everybody', async () => {
    for (const who of [{}, asResident(), asVolunteer()]) {
      const { body } = await api.get('/v1/catalogue', who);
      expect([body.categories.length, body.items.length]).toEqual([5, 112]);
    }
    const { body } = await api.get('/v1/catalogue');
    const items = body.items as Item[];
    expect(new Set(items.map(({ code }) => code)).size).toBe(112);
    const categories = new Set((body.categories as { code: string }[]).map(({ code }) => code));
    expect(items.every(({ category }) => categories.has(category))).toBe(true);
  });

  it('is searched by category, and by parts of names and keywords in both languages', async () => {
    const listed = async (query: string) => (await api.get(`/v1/catalogue?${query}`)).body.items as Item[];
    const ofCare = await listed('category=livelihood-care');
    expect(ofCare.length).toBeGreaterThan(0);
    expect(ofCare.every(({ category }) => category === 'livelihood-care')).toBe(true);
    expect((await listed(`q=${encodeURIComponent('电饭煲')}`)).map(({ code }) => code)).toContain('LC-001');
    expect((await listed('q=REPAIR')).length).toBe((await listed('q=repair')).length);
    expect(await listed('q=%25')).toEqual([]);
    expect(await listed('category=none')).toEqual([]);
  });

  it.each(['XX-999', 'lc-001', '1', '%27%20OR%201=1', encodeURIComponent('{code}$t(x)')])(
    'has no item %s',
    async (code) => {
      const answer = await api.get(pathOf(code));
      expect(answer).toMatchObject({ status: 404, body: { code: 'catalogue-item-not-found' } });
      expect(answer.body.detail).toBe(`The catalogue has no item ${decodeURIComponent(code)}.`);
      expect(await api.get(`${pathOf(code)}/history`)).toMatchObject({
        status: 404,
        body: { code: 'catalogue-item-not-found' },
      });
      const { content } = await contentOf('GS-002');
      expect(await change(code, content, '"1"')).toMatchObject({
        status: 404,
        body: { code: 'catalogue-item-not-found' },
      });
    },
  );
});

describe('changing an item', () => {
  it('makes a version, keeps the one before as history, and tells of it', async () => {
    const { content, etag, item } = await contentOf('LC-002');
    const changed = await change('LC-002', { ...content, nameZh: '新的名字', keywords: ['新词'] }, etag);
    expect(changed).toMatchObject({
      status: 200,
      body: { ...content, code: 'LC-002', version: 2, nameZh: '新的名字', keywords: ['新词'] },
    });
    expect((await api.get(pathOf('LC-002'))).body).toEqual(changed.body);
    const { body } = await api.get(`${pathOf('LC-002')}/history`);
    expect(body.items).toMatchObject([
      { version: 2, nameZh: '新的名字', changedBy: 'staff-1', changedAt: expect.stringMatching(/Z$/) as unknown },
      { version: 1, nameZh: item.nameZh, changedBy: null, changedAt: null },
    ]);
    const [told] = await api.kafka.awaitEmitted(CatalogueItemChangedSchema, 'LC-002');
    expect(told).toMatchObject({
      code: 'LC-002',
      communityId: 'xishan',
      version: 2,
      nameZh: '新的名字',
      changedBy: 'staff-1',
    });
    expect((await api.get('/v1/catalogue')).body.items).toHaveLength(112);
  });

  it('is what the classifier of calls goes by from then on', async () => {
    const call = aCall({ text: '我家的量子咖啡机又闹脾气了' });
    expect((await api.post('/v1/calls', call)).body).toMatchObject({ candidates: [], acceptedCode: null });
    const { content, etag } = await contentOf('LC-001');
    await change('LC-001', { ...content, keywords: ['量子咖啡机'] }, etag);
    const after = await api.post('/v1/calls', call);
    expect(after.body.candidates[0]).toMatchObject({ code: 'LC-001' });
    const [told] = await api.kafka.awaitEmitted(CallClassifiedSchema, after.body.id as string);
    expect(told?.candidates[0]?.catalogueItemCode).toBe('LC-001');
  });

  it('needs to say which version it rests on', async () => {
    const { content } = await contentOf('GS-002');
    expect(await change('GS-002', content)).toMatchObject({ status: 428, body: { code: 'if-match-required' } });
  });

  it.each(['"7"', '"0"', '1', 'W/"1"', '*', '""', '"1', '"one"', '"1\'; --"', '"99999999999"'])(
    'is refused if it rests on %s',
    async (ifMatch) => {
      const { content } = await contentOf('GS-002');
      expect(await change('GS-002', content, ifMatch)).toMatchObject({
        status: 412,
        body: { code: 'changed-meanwhile' },
      });
    },
  );

  it('may rest on the bare version too', async () => {
    const { content } = await contentOf('GS-003');
    expect((await change('GS-003', content, '"1"')).status).toBe(200);
    expect(await change('GS-003', content, '"1"')).toMatchObject({ status: 412, body: { code: 'changed-meanwhile' } });
    expect((await change('GS-003', content, '"2"')).status).toBe(200);
  });

  it('at the same moment as others is done by exactly one', async () => {
    const { content, etag } = await contentOf('GS-004');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, n) => change('GS-004', { ...content, nameZh: `名字${n}` }, etag)),
    );
    const done = answers.filter(({ status }) => status === 200);
    expect(done).toHaveLength(1);
    expect(answers.filter((answer) => !done.includes(answer)).map(({ body }) => body.code as string)).toEqual(
      Array.from({ length: 7 }, () => 'changed-meanwhile'),
    );
    expect((await api.get(pathOf('GS-004'))).body).toMatchObject({
      version: 2,
      nameZh: done[0]?.body.nameZh as string,
    });
    expect((await api.get(`${pathOf('GS-004')}/history`)).body.items).toHaveLength(2);
  });

  it('tells everything that is wrong with it', async () => {
    const answer = await change(
      'GS-002',
      {
        nameZh: ' ',
        nameEn: 7,
        keywords: ['', 'x'.repeat(31)],
        usualResponseMinutes: 0,
        usuallyAnsweredBy: 'nobody',
        risk: null,
        code: 'X',
      },
      '"1"',
    );
    expect(violations(answer)).toEqual([
      '/code unknownField',
      '/keywords isNotEmpty',
      '/keywords maxLength',
      '/nameEn isNotEmpty',
      '/nameEn isString',
      '/nameEn maxLength',
      '/nameZh isNotEmpty',
      '/risk isIn',
      '/usualResponseMinutes min',
      '/usuallyAnsweredBy isIn',
    ]);
  });
});

describe('the description of the API', () => {
  it('names every answer that a change of an item may get', () => {
    const { put } = api.service.openApi.paths['/v1/catalogue/items/{code}'] ?? {};
    const answers = ['200', '400', '401', '403', '404', '412', '413', '415', '422', '428', '429', '500', '503'];
    expect(Object.keys(put?.responses ?? {}).sort()).toEqual(answers);
    expect(JSON.stringify(put?.responses['404'])).toContain('catalogue-item-not-found');
  });
});

describe('an answer that is known already', () => {
  it('is 304 without a body, until it changes', async () => {
    const first = await api.get(pathOf('GS-005'));
    const etag = etagOf(first);
    expect(etag).toMatch(/^"1-/);
    for (const known of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await api.get(pathOf('GS-005'), { headers: { 'if-none-match': known } });
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag]);
    }
    const { content } = await contentOf('GS-005');
    await change('GS-005', { ...content, nameZh: '别的名字' }, etag);
    expect((await api.get(pathOf('GS-005'), { headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('holds for lists too', async () => {
    const etag = etagOf(await api.get('/v1/catalogue?category=livelihood-care'));
    const again = await api.get('/v1/catalogue?category=livelihood-care', { headers: { 'if-none-match': etag } });
    expect(again.status).toBe(304);
  });

  it('is never a change or a refusal', async () => {
    const headers = { 'if-none-match': '*' };
    expect((await api.post('/v1/needs', aNeed(), { headers })).status).toBe(201);
    const refused = await api.get('/v1/catalogue/items/XX-999', { headers });
    expect([refused.status, refused.headers.get('etag')]).toEqual([404, null]);
  });

  it('is not the one whose board or private details have come since', async () => {
    const needId = await published(api, { places: 3 });
    const reader = asVolunteer('v-reader');
    const before = await api.get(`/v1/needs/${needId}`, reader);
    await api.kafka.deliver(held({ needId, volunteerId: 'v-reader' }));
    await eventually(async () => expect((await api.get(`/v1/needs/${needId}`)).body.board.held).toBe(1));
    const after = await api.get(`/v1/needs/${needId}`, { ...reader, headers: { 'if-none-match': etagOf(before) } });
    expect(after).toMatchObject({ status: 200, body: { version: before.body.version as number, board: { held: 1 } } });
    expect(after.body.privateDetails).not.toBeNull();
  });
});
