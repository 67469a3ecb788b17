import {
  StatementRejectedSchema,
  StatementShownSchema,
  StatementSubmittedSchema,
  TalkOpenedSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import { aName, as, type Body, expectBody, subjectOf, type TestRequest, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { deliberationService } from '../src/index.js';
import { aHousehold, aResident, asking, expectRefused, writtenOut } from './supervision.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

const hence = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const aTalk = (fields: object = {}) => ({
  question: '停车难怎么办?',
  opensAt: hence(-1),
  closesAt: hence(48),
  ...fields,
});
const talk = async (fields: object = {}): Promise<Body> =>
  expectBody(await api.post('/v1/statements/talks', aTalk(fields)));
const say = (talkId: string, by: TestRequest, text = aName('先划消防通道')) =>
  api.post('/v1/statements', { talkId, text }, withKey(by));
const moderate = (id: string, body: object, request: TestRequest = {}) =>
  api.post(`/v1/statements/${id}/moderation`, body, request);
const vote = (id: string, by: TestRequest, stance = 'agree') =>
  api.request('PUT', `/v1/statements/${id}/vote`, { ...by, body: { stance } });

/** A statement that everybody sees. */
async function shown(talkId: string, by: TestRequest, text?: string): Promise<Body> {
  const { id } = expectBody(await say(talkId, by, text));
  return expectBody(await moderate(id, { shown: true }));
}

describe('a statement', () => {
  it('is seen by others once it is moderated, without whoever said it', async () => {
    const { id: talkId } = await talk({ roundId: uuidv7() });
    await api.kafka.awaitEmitted(TalkOpenedSchema, talkId);
    const [author, reader] = [await aHousehold(api), await aHousehold(api)];
    const { id } = expectBody(await say(talkId, author, '夜间开放小学操场停车'));
    const list = async (by: TestRequest): Promise<Body[]> =>
      expectBody(await api.get(`/v1/statements?talkId=${talkId}`, by), 200).items;
    expect(await list(reader)).toEqual([]);
    expect(await list(author)).toMatchObject([{ id, own: true, state: 'submitted' }]);
    await expectRefused(
      asking(reader, (request) => vote(id, request)),
      409,
      'statement-wrong-state',
    );
    expectBody(await moderate(id, { shown: true }));
    expect(await list(reader)).toEqual([
      { id, talkId, state: 'shown', text: '夜间开放小学操场停车', own: false, rejection: null, stance: null },
    ]);
    expectBody(await vote(id, reader), 200);
    expect(expectBody(await vote(id, reader, 'disagree'), 200)).toMatchObject({ stance: 'disagree' });
    expect(await list(reader)).toMatchObject([{ stance: 'disagree' }]);
    for (const schema of [StatementSubmittedSchema, StatementShownSchema]) {
      const [event] = await api.kafka.awaitEmitted(schema, id);
      expect(writtenOut(event)).not.toContain('操场');
    }
    const [row] = await api.service.app
      .get(Database, { strict: false })
      .read.query<{ text: string }[]>('SELECT text FROM statements WHERE id = $1', [id]);
    expect(row?.text).toMatch(/^v1\./);
  });

  it('that is rejected is seen by whoever said it, with the reason, and by nobody else', async () => {
    const { id: talkId } = await talk();
    const [author, reader] = [await aHousehold(api), await aHousehold(api)];
    const { id } = await shown(talkId, author);
    expectBody(await vote(id, reader), 200);
    expectBody(await moderate(id, { shown: false, reason: '涉及他人隐私' }));
    await api.kafka.awaitEmitted(StatementRejectedSchema, id);
    expect(expectBody(await api.get(`/v1/statements?talkId=${talkId}`, author), 200).items).toMatchObject([
      { state: 'rejected', rejection: '涉及他人隐私' },
    ]);
    expect(expectBody(await api.get(`/v1/statements?talkId=${talkId}`, reader), 200).items).toEqual([]);
    expect(expectBody(await api.get(`/v1/statements/talks/${talkId}/opinion`, reader), 200).statements).toEqual([]);
    await expectRefused((more) => moderate(id, { shown: true }, more), 409, 'statement-wrong-state');
  });

  it('is moderated by somebody else, with a reason if it is not shown', async () => {
    const { id: talkId } = await talk();
    const author = await aHousehold(api);
    const { id } = expectBody(await say(talkId, author));
    await expectRefused((more) => moderate(id, { shown: false }, more), 422, 'statement-reason-wanted');
    await expectRefused((more) => moderate(id, { shown: true, reason: '好' }, more), 422, 'statement-reason-wanted');
    expect((await moderate(id, { shown: true }, await aHousehold(api))).status).toBe(403);
    const own = as('staff', subjectOf(author));
    await expectRefused(
      asking(own, (request) => moderate(id, { shown: true }, request)),
      403,
      'statement-own-moderation',
    );
  });

  it('is refused to whoever floods the talk, one by one or all at once', async () => {
    const { id: talkId } = await talk();
    const author = await aHousehold(api);
    const answers = await Promise.all(Array.from({ length: 8 }, () => say(talkId, author)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    await expectRefused(
      asking(author, (request) => say(talkId, request)),
      409,
      'statement-too-many',
    );
    const first = answers.find(({ status }) => status === 201)?.body;
    expectBody(await moderate(first.id, { shown: false, reason: '与议题无关' }));
    await expectRefused(
      asking(author, (request) => say(talkId, request)),
      409,
      'statement-too-many',
    );
  });

  it.each<[string, string, number, string]>([
    ['more than 140 characters', '停'.repeat(141), 422, 'invalid-input'],
    ['nothing', '  ', 422, 'invalid-input'],
    ['what was said already, but for punctuation', ' 划出,消防通道!', 409, 'statement-said-already'],
  ])('does not say %s', async (_, text, status, code) => {
    const { id: talkId } = await talk();
    const author = await aHousehold(api);
    expectBody(await say(talkId, await aHousehold(api), '划出消防通道'));
    await expectRefused(
      asking(author, (request) => say(talkId, request, text)),
      status,
      code,
    );
    expectBody(await say(talkId, author, '停'.repeat(140)));
  });

  it('is neither made nor voted on by accounts without a household, or while the talk is closed', async () => {
    const { id: talkId } = await talk();
    const [member, stranger] = [await aHousehold(api), aResident()];
    const { id } = await shown(talkId, member);
    await expectRefused(
      asking(stranger, (request) => say(talkId, request)),
      403,
      'statement-no-household',
    );
    await expectRefused(
      asking(stranger, (request) => vote(id, request)),
      403,
      'statement-no-household',
    );
    expect((await vote(id, {})).status).toBe(403);
    const { id: later } = await talk({ opensAt: hence(5) });
    await expectRefused(
      asking(member, (request) => say(later, request)),
      409,
      'talk-not-open',
    );
    api.clock.advance({ hours: 48 });
    await expectRefused(
      asking(member, (request) => say(talkId, request)),
      409,
      'talk-not-open',
    );
    await expectRefused(
      asking(member, (request) => vote(id, request)),
      409,
      'talk-not-open',
    );
    const reversed = aTalk({ closesAt: hence(-2) });
    await expectRefused((more) => api.post('/v1/statements/talks', reversed, more), 422, 'talk-times-reversed');
    expect((await api.post('/v1/statements/talks', aTalk(), member)).status).toBe(403);
  });
});

describe('the opinion of a talk', () => {
  it('shows groups, and first what they share, as exploratory, and as CSV without people', async () => {
    const { id: talkId } = await talk();
    const people = await Promise.all(Array.from({ length: 8 }, () => aHousehold(api)));
    const author = people[0] ?? aResident();
    const [shared, lifts] = [await shown(talkId, author, '=保留绿化'), await shown(talkId, author, '先装电梯')];
    const parking = await shown(talkId, author, '先划车位');
    for (const [index, person] of people.entries()) {
      const isFirst = index < 5;
      expectBody(await vote(shared.id, person), 200);
      expectBody(await vote(lifts.id, person, isFirst ? 'agree' : 'disagree'), 200);
      expectBody(await vote(parking.id, person, isFirst ? 'disagree' : 'agree'), 200);
    }
    const path = `/v1/statements/talks/${talkId}/opinion`;
    const opinion = expectBody(await api.get(path, author), 200);
    expect(opinion).toMatchObject({ exploratory: true, placed: 8, silhouette: 1 });
    expect(opinion.groups.map(({ name, size }: Body) => [name, size])).toEqual([
      ['A', 5],
      ['B', 3],
    ]);
    expect(opinion.groups[0].markers).toEqual(
      expect.arrayContaining([
        { statementId: lifts.id, side: 'agree' },
        { statementId: parking.id, side: 'disagree' },
      ]),
    );
    expect(opinion.statements[0]).toMatchObject({
      ...{ statementId: shared.id, text: '=保留绿化', all: { agree: 8, disagree: 0, pass: 0 } },
      byGroup: [
        { agree: 5, disagree: 0, pass: 0 },
        { agree: 3, disagree: 0, pass: 0 },
      ],
    });
    expect(opinion.notice.en).toMatch(/^Exploratory/);
    expect(expectBody(await api.get(path, author), 200)).toEqual(opinion);

    const csv = await api.get(`${path}?format=csv`, author);
    expect(csv.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const lines = csv.text.replace('\ufeff', '').trim().split('\n');
    expect(lines[0]).toBe(
      'statementId,text,agree,disagree,pass,consensus,A.agree,A.disagree,A.pass,B.agree,B.disagree,B.pass',
    );
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain(`${shared.id},'=保留绿化,8,0,0,`);
    for (const person of people) expect(csv.text).not.toContain(`,${subjectOf(person)},`);
    expect((await api.get(path, { as: { community: 'nanmen' } })).status).toBe(404);
    expect((await api.get(`${path}?format=pdf`, author)).status).toBe(422);
  });
});
