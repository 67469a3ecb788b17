import { TestService, type TestAnswer, type TestRequest } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { requestService } from '../src/index.js';
import { aCall, asVolunteer, completed, published, raised, violations } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

interface Row {
  readonly id: string;
  readonly title: string;
}

/** Where `Link: rel="next"` leads. */
const nextOf = ({ headers }: TestAnswer): string | undefined =>
  /^<([^>]+)>; rel="?next"?$/.exec(headers.get('link') ?? '')?.[1];

/** Walks a list to its end by its links; between the pages something is done. */
async function walk(
  path: string,
  between: () => Promise<unknown> = () => Promise.resolve(),
  request?: TestRequest,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let next: string | undefined = path; next !== undefined;) {
    const page: TestAnswer = await api.get(next, request);
    expect(page.status).toBe(200);
    rows.push(...(page.body.items as Row[]));
    next = nextOf(page);
    expect(page.body.nextCursor === null).toBe(next === undefined);
    if (next !== undefined) await between();
  }
  return rows;
}

describe('a list', () => {
  it('is walked from page to page: each of its rows once, the newest first, while others come in', async () => {
    const community: TestRequest = { as: { community: 'walked' } };
    const ids: string[] = [];
    const add = async () => {
      const { body } = await api.post('/v1/calls', aCall(), community);
      return body.id as string;
    };
    api.clock.set('2026-12-01T00:00:00Z'); // all at the very same moment: the id makes the order total
    for (let n = 0; n < 13; n++) ids.unshift(await add());
    const rows = await walk('/v1/calls?limit=3', add, community);
    api.clock.release();
    expect(rows.map(({ id }) => id)).toEqual([...ids].sort().reverse());
  });

  it('keeps its question from page to page', async () => {
    for (let n = 0; n < 5; n++) await raised(api, { title: `找猫 ${n}` });
    await raised(api, { title: '别的事' });
    const rows = await walk(`/v1/needs?limit=2&state=draft&q=${encodeURIComponent('找猫')}`);
    expect(rows.map(({ title }) => title)).toEqual(['找猫 4', '找猫 3', '找猫 2', '找猫 1', '找猫 0']);
  });

  it('has twenty rows on a page unless asked otherwise, and a hundred at most', async () => {
    for (let n = 0; n < 21; n++) await raised(api, { title: `多 ${n}` });
    expect((await api.get('/v1/needs')).body.items).toHaveLength(20);
    expect((await api.get('/v1/needs?limit=1')).body.items).toHaveLength(1);
    expect((await api.get('/v1/needs?limit=100')).status).toBe(200);
  });

  it.each(['0', '101', '-1', '1.5', 'ten', '', 'NaN', '1e9'])('has no page of %j rows', async (limit) => {
    const answer = await api.get(`/v1/needs?limit=${limit}`);
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(violations(answer).every((one) => one.startsWith('/limit '))).toBe(true);
  });

  const cursorOf = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  it.each([
    ['rubbish', 'rubbish'],
    ['other values', cursorOf(['a', 'b'])],
    ['a number for the time', cursorOf([7, '0190a1b2-0000-7000-8000-000000000001'])],
    ['no UUID', cursorOf(['2026-12-01T00:00:00Z', "' OR 1=1"])],
    ['a year without end', cursorOf(['+999999-01-01T00:00:00Z', '0190a1b2-0000-7000-8000-000000000001'])],
    ['U+0000', cursorOf(['2026-12-01T00:00:00Z\0', '0190a1b2-0000-7000-8000-000000000001'])],
    ['the cursor of another list', cursorOf([5, 'LC-001'])],
  ])('is not continued after a cursor that is %s', async (_, cursor) => {
    for (const list of ['needs', 'calls']) {
      const answer = await api.get(`/v1/${list}?cursor=${encodeURIComponent(cursor)}`);
      expect(answer).toMatchObject({ status: 400, body: { code: 'malformed-cursor' } });
    }
  });

  it('shows nothing of another community after a cursor of its own', async () => {
    for (let n = 0; n < 3; n++) await raised(api);
    const { body } = await api.get('/v1/needs?limit=1');
    const there = await api.get(`/v1/needs?cursor=${body.nextCursor as string}`, { as: { community: 'dongshan' } });
    expect(there).toMatchObject({ status: 200, body: { items: [], nextCursor: null } });
  });
});

describe('the list of needs', () => {
  const idsOf = async (query: string, request?: TestRequest) =>
    (await walk(`/v1/needs?limit=50&${query}`, undefined, request)).map(({ id }) => id);

  it('is asked by state, catalogue item, words of the title, and what is overdue', async () => {
    const draft = await raised(api, { catalogueItemCode: 'GS-001', title: '100%_好' });
    const open = await published(api, { catalogueItemCode: 'GS-001' });
    const done = await completed(api, { catalogueItemCode: 'GS-001' });
    expect(await idsOf('catalogueItemCode=GS-001')).toEqual([done, open, draft]);
    expect(await idsOf('catalogueItemCode=GS-001&state=published')).toEqual([open]);
    expect(await idsOf(`q=${encodeURIComponent('%_')}`)).toEqual([draft]);
    expect(await idsOf('catalogueItemCode=GS-001&overdue=true')).toEqual([]);
    api.clock.advance({ hours: 24 * 30 });
    expect(await idsOf('catalogueItemCode=GS-001&overdue=true')).toEqual([open, draft]);
    expect(await idsOf('catalogueItemCode=GS-001&overdue=false')).toEqual([done, open, draft]);
    api.clock.release();
  });

  it('has no drafts for those who do not work for the community', async () => {
    const [draft, open] = [
      await raised(api, { catalogueItemCode: 'GS-003' }),
      await published(api, { catalogueItemCode: 'GS-003' }),
    ];
    expect(await idsOf('catalogueItemCode=GS-003')).toEqual([open, draft]);
    expect(await idsOf('catalogueItemCode=GS-003', asVolunteer())).toEqual([open]);
    expect(await idsOf('catalogueItemCode=GS-003&state=draft', asVolunteer())).toEqual([]);
  });
});

describe('the list of calls', () => {
  it('is asked by channel, telephone and what nobody has classified yet', async () => {
    const one = await api.post('/v1/calls', aCall({ channel: 'walk-in', callerPhone: '13911112222', text: '嗯' }));
    const two = await api.post('/v1/calls', aCall({ callerPhone: '+86 139 1111 2222' }));
    const ids = async (query: string) => (await walk(`/v1/calls?${query}`)).map(({ id }) => id);
    expect(await ids('callerPhone=13911112222')).toEqual([two.body.id, one.body.id]);
    expect(await ids('callerPhone=13911112222&channel=walk-in')).toEqual([one.body.id]);
    expect(await ids('callerPhone=13911112222&unclassified=true')).toEqual([one.body.id]);
    expect(await ids('callerPhone=13911113333')).toEqual([]);
    expect(violations(await api.get('/v1/calls?channel=radio&callerPhone=abc&unclassified=1'))).toEqual([
      '/callerPhone isPhone',
      '/channel isIn',
      '/unclassified isIn',
    ]);
  });
});
