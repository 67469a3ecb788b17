import { create } from '@bufbuild/protobuf';
import {
  CommonProblemFoundSchema,
  ConsultationClosedSchema,
  ConsultationOpenedSchema,
  DecisionOutcome,
  DecisionReachedSchema,
  PriorityListPublishedSchema,
  RoundClosedSchema,
  RoundOpenedSchema,
  toInstant,
} from '@huying/contracts';
import { Database } from '@huying/database';
import { aName, as, eventually, expectBody, subjectOf, type TestRequest, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { deliberationService } from '../src/index.js';
import { faultsOf, faultsOfReceipt } from '../src/results/verify.js';
import { type Home, refusal, votingOn } from './voting.examples.js';

let api: TestService;
let db: Database;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
  db = api.service.app.get(Database, { strict: false });
});
afterAll(() => api.stop());

const { someHomes, aConsultation, askRound, aRound, cast, expire, begin, closeNow, publishedAfter } = votingOn(
  () => api,
);

describe('a round', () => {
  it('is decided by its rule, told with its numbers, and counted again from what is published', async () => {
    const { building, homes } = await someHomes([9_000, 9_000, 9_000, 30_000]);
    const round = await aRound(building, { rule: 'owners-qualified' });
    expect(round).toMatchObject({ state: 'open', number: 1, voters: 4, outcome: null });
    const receipts = [];
    for (const [index, home] of homes.entries()) {
      receipts.push(expectBody(await cast(round.id, home, [index < 3 ? 'yes' : 'no'])));
    }
    expect(await api.get(`/v1/results/${round.id}/published`)).toMatchObject(refusal(409, 'result-not-yet'));
    const published = await publishedAfter(round.id);
    expect(published.result).toMatchObject({ rule: 'owners-qualified', outcome: 'failed' });
    expect(published.result.tests).toContainEqual({
      of: 'agreement',
      by: 'voters',
      have: '3',
      outOf: '4',
      share: '>= 3/4',
      met: true,
    });
    expect(published.result.tests).toContainEqual({
      of: 'agreement',
      by: 'area',
      have: '27000',
      outOf: '57000',
      share: '>= 3/4',
      met: false,
    });
    expect(faultsOf(published)).toEqual([]);
    for (const receipt of receipts) expect(faultsOfReceipt(published, receipt)).toEqual([]);
    expect(await api.kafka.awaitEmitted(RoundOpenedSchema, round.id)).toMatchObject([{ voters: 4 }]);
    expect(await api.kafka.awaitEmitted(RoundClosedSchema, round.id)).toMatchObject([{ ballots: 4 }]);
    expect(await api.kafka.awaitEmitted(DecisionReachedSchema, round.id)).toMatchObject([
      { outcome: DecisionOutcome.FAILED },
    ]);
  });

  it('leaves no link from the roll to a ballot, and no ballot in the place where it was cast', async () => {
    const { building, homes } = await someHomes([9_000, 8_000]);
    const { id } = await aRound(building, { rule: 'owners-ordinary' });
    for (const home of homes) expectBody(await cast(id, home, ['yes']));
    await publishedAfter(id);
    const [left] = await db.read.query<{ links: number; boxed: number; places: number }[]>(
      `SELECT (SELECT count(*) FROM roll WHERE round_id = $1 AND sealed IS NOT NULL)::int AS links,
         (SELECT count(*) FROM box WHERE round_id = $1)::int AS boxed,
         (SELECT count(DISTINCT xmin::text) FROM counted WHERE round_id = $1)::int AS places`,
      [id],
    );
    expect(left).toEqual({ links: 0, boxed: 0, places: 1 });
  });

  it('takes the owner of several homes as one voter with the area of all', async () => {
    const owner = aName('owner-');
    const { building, homes } = await someHomes([5_000, 7_000], { owners: [owner] });
    const { id, voters } = await aRound(building, { rule: 'owners-ordinary' });
    expect(voters).toBe(1);
    const receipt = expectBody(await cast(id, homes[0] as Home, ['yes']));
    expect(receipt.area).toBe('12000');
    expect(await cast(id, homes[1] as Home, ['no'])).toMatchObject(refusal(409, 'ballot-cast-already'));
  });

  it('hears tenants only where the matter allows', async () => {
    const { building } = await someHomes([9_000]);
    expectBody(await api.post('/v1/households', { building, door: '1', tenure: 'tenant', accountIds: [aName('t-')] }));
    expect(await aRound(building)).toMatchObject({ voters: 1 });
    expect(await aRound(building, { scope: { building, tenants: true } })).toMatchObject({ voters: 2 });
    const byOwners = { rule: 'owners-ordinary', scope: { building, tenants: true } };
    expect(await aRound(building, byOwners)).toMatchObject({ voters: 1 });
  });

  it('feeds the next: what residents agree to do becomes a checklist, and what was ticked the next options', async () => {
    const { building, homes } = await someHomes([9_000, 9_000, 9_000]);
    const consultation = await aConsultation();
    const whether = await aRound(building, {}, consultation);
    const what = { purpose: 'what', method: 'checklist', rule: 'simple-count', mostTicks: 2, scope: { building } };
    const options = ['电梯', '停车位', '外墙'].map((text) => ({ text }));
    expect(await askRound(consultation, { ...what, options })).toMatchObject(refusal(409, 'round-before-open'));
    for (const home of homes) expectBody(await cast(whether.id, home, ['yes']));
    await publishedAfter(whether.id);
    const list = await aRound(building, { ...what, options }, consultation);
    expect(list).toMatchObject({ number: 2, options: [{ id: 'o1', text: '电梯' }, {}, {}] });
    for (const home of homes) expectBody(await cast(list.id, home, ['o3', 'o1']));
    const { result } = await publishedAfter(list.id);
    expect(result).toMatchObject({
      outcome: 'counted',
      counts: [
        { choice: 'o1', ballots: 3, tied: true },
        { choice: 'o3', ballots: 3, tied: true },
        { choice: 'o2', ballots: 0, tied: false },
      ],
    });
    expect(await api.kafka.awaitEmitted(PriorityListPublishedSchema, list.id)).toMatchObject([
      { items: [{ text: '电梯' }, { text: '外墙' }, { text: '停车位' }] },
    ]);
    const how = await aRound(building, { ...what, purpose: 'how', mostTicks: 1 }, consultation);
    expect(how.options.map(({ text }: { text: string }) => text)).toEqual(['电梯', '外墙']);
  });

  it.each<[string, string[][], object[]]>([
    [
      'ranking',
      [
        ['o2', 'o1'],
        ['o3', 'o2'],
        ['o2', 'o3'],
      ],
      [
        { choice: 'o2', beats: 2, ballots: 3 },
        { choice: 'o3', beats: 1 },
        { choice: 'o1', beats: 0 },
      ],
    ],
    [
      'points',
      [['o1-3'], ['o3-2', 'o2-1'], ['o2-2']],
      [
        { choice: 'o1', points: 3, tied: true },
        { choice: 'o2', points: 3, tied: true, ballots: 2 },
        { choice: 'o3', points: 2, tied: false },
      ],
    ],
  ])('by %s puts options in order, for the next to take up, and is counted again', async (method, choices, counts) => {
    const { building, homes } = await someHomes([9_000, 9_000, 9_000]);
    const consultation = await aConsultation();
    const what = { purpose: 'what', method, rule: 'simple-count', mostTicks: 3, scope: { building } };
    const options = ['电梯', '停车位', '外墙'].map((text) => ({ text }));
    const round = await aRound(building, { ...what, options }, consultation);
    const receipts = [];
    for (const [index, home] of homes.entries()) {
      for (const wrong of [['o4'], ['o1-4'], ['yes']]) {
        expect(await cast(round.id, home, wrong)).toMatchObject(refusal(422, 'ballot-not-a-choice'));
      }
      receipts.push(expectBody(await cast(round.id, home, choices[index] ?? [])));
    }
    const published = await publishedAfter(round.id);
    expect(published.result).toMatchObject({ outcome: 'counted', counts });
    expect(faultsOf(published)).toEqual([]);
    for (const receipt of receipts) expect(faultsOfReceipt(published, receipt)).toEqual([]);
    const order = counts.map((one) => options[Number((one as { choice: string }).choice.slice(1)) - 1]?.text);
    const [list] = await api.kafka.awaitEmitted(PriorityListPublishedSchema, round.id);
    expect(list?.items.map(({ text }) => text)).toEqual(order);
    const how = await aRound(building, { ...what, purpose: 'how' }, consultation);
    expect(how.options.map(({ text }: { text: string }) => text)).toEqual(order);
  });

  it('does not follow one in which residents did not agree', async () => {
    const { building, homes } = await someHomes([9_000]);
    const consultation = await aConsultation();
    const { id } = await aRound(building, {}, consultation);
    expectBody(await cast(id, homes[0] as Home, ['no']));
    await publishedAfter(id);
    const what = { purpose: 'what', scope: { building } };
    expect(await askRound(consultation, what)).toMatchObject(refusal(409, 'round-not-agreed'));
  });

  it('is the last when it is the fifth', async () => {
    const { building } = await someHomes([9_000]);
    const consultation = await aConsultation();
    for (let round = 1; round <= 5; round += 1) await publishedAfter((await aRound(building, {}, consultation)).id);
    expect(await askRound(consultation, { scope: { building } })).toMatchObject(refusal(409, 'round-too-many'));
  });

  it.each<[string, object, number, string]>([
    ['a time that is over', { closesAt: '2020-01-01T00:00:00Z' }, 422, 'round-closes-too-soon'],
    ['an opening after its closing', { opensAt: '2099-01-01T00:00:00Z' }, 422, 'round-closes-too-soon'],
    ['a checklist by area', { method: 'checklist', rule: 'owners-ordinary' }, 422, 'round-area-needs-yes-no'],
    ['a checklist that is to pass', { method: 'checklist' }, 422, 'round-rule-needs-yes-no'],
    ['a ranking by area', { method: 'ranking', rule: 'owners-ordinary' }, 422, 'round-area-needs-yes-no'],
    ['points that are to pass', { method: 'points' }, 422, 'round-rule-needs-yes-no'],
    ['a ranking of nothing', { method: 'ranking', rule: 'simple-count' }, 422, 'round-no-options'],
    ['a checklist of nothing', { method: 'checklist', rule: 'simple-count' }, 422, 'round-no-options'],
    ['an empty scope', { scope: { building: '无此幢' } }, 422, 'round-nobody'],
  ])('is refused with %s', async (_, fields, status, code) => {
    const { building } = await someHomes([9_000]);
    expect(await askRound(await aConsultation(), { scope: { building }, ...fields })).toMatchObject(
      refusal(status, code),
    );
  });

  it('is refused where area counts and a home has none', async () => {
    const { building } = await someHomes([9_000, 0]);
    const fields = { rule: 'owners-ordinary', scope: { building } };
    expect(await askRound(await aConsultation(), fields)).toMatchObject(refusal(422, 'round-area-missing'));
  });
});

describe('a consultation', () => {
  it('is closed when no round is open, and takes none afterwards', async () => {
    const { building } = await someHomes([9_000]);
    const id = await aConsultation();
    const round = await aRound(building, {}, id);
    expect(await api.post(`/v1/consultations/${id}/closure`, {})).toMatchObject(
      refusal(409, 'consultation-round-open'),
    );
    await publishedAfter(round.id);
    expect(expectBody(await api.post(`/v1/consultations/${id}/closure`, {}))).toMatchObject({ state: 'closed' });
    expect(await askRound(id, { scope: { building } })).toMatchObject(refusal(409, 'consultation-wrong-state'));
    expect(expectBody(await api.get(`/v1/consultations/${id}/rounds`), 200).items).toMatchObject([
      { outcome: 'no-quorum' },
    ]);
    const listed = expectBody(await api.get('/v1/consultations?limit=100', as('resident', 'r-0')), 200).items;
    expect(listed.map((one: { id: string }) => one.id)).toContain(id);
    expect(await api.kafka.awaitEmitted(ConsultationOpenedSchema, id)).toHaveLength(1);
    expect(await api.kafka.awaitEmitted(ConsultationClosedSchema, id)).toHaveLength(1);
  });

  it('says who leads it, where and when it meets, and has minutes that stay', async () => {
    const plan = {
      ...{ facilitatorId: 'worker-1', room: '居民会客厅' },
      timetable: [{ at: '2026-12-05T14:00:00+08:00', what: '方案说明会' }],
    };
    const wish = { title: '停车难', description: '小区停车怎么办', ...plan };
    const { id, ...shown } = expectBody(await api.post('/v1/consultations', wish));
    expect(shown).toMatchObject({ ...plan, timetable: [{ at: '2026-12-05T06:00:00.000Z', what: '方案说明会' }] });
    const path = `/v1/consultations/${id}/minutes`;
    const minutes = { metOn: '2026-11-02', text: '先划消防通道,再划车位。' };
    expectBody(await api.post(path, minutes));
    expectBody(await api.post(path, { ...minutes, text: '更正:先听物业的意见。' }));
    const read = expectBody(await api.get(path, as('resident', 'r-0')), 200).items;
    expect(read).toMatchObject([{ text: '更正:先听物业的意见。' }, minutes]);
    expect(await api.post(path, { ...minutes, metOn: '2099-01-01' })).toMatchObject(
      refusal(422, 'consultation-met-in-the-future'),
    );
    expect((await api.post(path, minutes, as('resident', 'r-0'))).status).toBe(403);
    const elsewhere = { as: { role: 'staff', subject: 's-1', community: 'elsewhere' } } as TestRequest;
    expect((await api.post(path, minutes, elsewhere)).status).toBe(404);
    expect(expectBody(await api.get(path, elsewhere), 200).items).toEqual([]);
  });

  it('is opened once from what many have called about, when that is heard of', async () => {
    const problem = create(CommonProblemFoundSchema, {
      ...{ commonProblemId: uuidv7(), communityId: 'xishan', catalogueItemCode: 'GS-003', callers: 5 },
    });
    const open = () =>
      api.post('/v1/consultations', {
        ...{ title: '停车难', description: '小区停车怎么办', commonProblemId: problem.commonProblemId },
      });
    expect(await open()).toMatchObject(refusal(422, 'consultation-problem-unknown'));
    await api.kafka.deliver(problem, problem);
    const { id } = await eventually(async () => expectBody(await open()));
    expect(await api.kafka.awaitEmitted(ConsultationOpenedSchema, id)).toMatchObject([
      { commonProblemId: problem.commonProblemId },
    ]);
    expect(await open()).toMatchObject(refusal(409, 'consultation-problem-taken-up'));
    const elsewhere = { as: { role: 'staff', subject: 's-1', community: 'elsewhere' } } as TestRequest;
    const wish = { title: '停车难', description: '停车', commonProblemId: problem.commonProblemId };
    expect(await api.post('/v1/consultations', wish, elsewhere)).toMatchObject(
      refusal(422, 'consultation-problem-unknown'),
    );
  });
});

describe('a ballot', () => {
  it('is cast once: sent again it has the same receipt, and another choice is refused', async () => {
    const { building, homes } = await someHomes([9_000]);
    const [home] = homes as [Home];
    const { id } = await aRound(building, { rule: 'owners-ordinary' });
    const receipt = expectBody(await cast(id, home, ['yes']));
    expect(expectBody(await cast(id, home, ['yes']))).toEqual(receipt);
    expect(await cast(id, home, ['no'])).toMatchObject(refusal(409, 'ballot-cast-already'));
    expect((await publishedAfter(id)).ballots).toHaveLength(1);
  });

  it('is counted once though it is sent by many at the same time', async () => {
    const { building, homes } = await someHomes([9_000, 9_000]);
    const { id } = await aRound(building, { rule: 'owners-ordinary' });
    const sent = await Promise.all(homes.flatMap((home) => Array.from({ length: 8 }, () => cast(id, home, ['yes']))));
    expect(new Set(sent.map((answer) => expectBody(answer).ballotId)).size).toBe(2);
    expect((await publishedAfter(id)).took).toEqual({ app: 2, paper: 0 });
  });

  it('is refused before the round opens, and of homes that were entered after it was announced', async () => {
    const { building, homes } = await someHomes([9_000]);
    const [home] = homes as [Home];
    const opensAt = new Date(Date.now() + 1_800_000).toISOString();
    const { id, ...round } = await aRound(building, { opensAt });
    expect(round).toMatchObject({ state: 'open', voters: 1, opensAt });
    const [announced] = await api.kafka.awaitEmitted(RoundOpenedSchema, id);
    expect(toInstant(announced?.opensAt).epochMilliseconds).toBe(Date.parse(opensAt));
    expect(await cast(id, home, ['yes'])).toMatchObject(refusal(409, 'ballot-early'));
    const moved = as('resident', aName('r-'));
    expectBody(await api.post('/v1/households', { building, door: '909', accountIds: [subjectOf(moved)] }));
    await begin(id);
    expectBody(await cast(id, home, ['yes']));
    expect(await cast(id, { account: moved }, ['yes'])).toMatchObject(refusal(403, 'ballot-no-vote'));
  });

  it('is refused when it is late, though nobody has closed the round yet', async () => {
    const { building, homes } = await someHomes([9_000, 9_000]);
    const { id } = await aRound(building);
    expectBody(await cast(id, homes[0] as Home, ['yes']));
    await expire(id);
    expect(await cast(id, homes[1] as Home, ['yes'])).toMatchObject(refusal(409, 'ballot-late'));
    await closeNow();
    expect(await cast(id, homes[1] as Home, ['yes'])).toMatchObject(refusal(409, 'ballot-late'));
    expect((await publishedAfter(id)).ballots).toHaveLength(1);
  });

  it.each<[string, string[]]>([
    ['none of the answers', ['maybe']],
    ['two answers', ['yes', 'no']],
  ])('is refused with %s', async (_, choice) => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    expect(await cast(id, homes[0] as Home, choice)).toMatchObject(refusal(422, 'ballot-not-a-choice'));
  });

  it('for neighbours is refused: an account has no vote but that of its household', async () => {
    const { building } = await someHomes([9_000]);
    const { homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    expect(await cast(id, homes[0] as Home, ['yes'])).toMatchObject(refusal(403, 'ballot-no-vote'));
    expect((await api.post('/v1/ballots', { roundId: id, choice: ['yes'] }, as('staff', 's-1'))).status).toBe(403);
  });

  it('is refused in another community', async () => {
    const { building } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const stranger = { as: { role: 'resident', subject: 'r-x', community: 'elsewhere' } } as TestRequest;
    expect((await api.post('/v1/ballots', { roundId: id, choice: ['yes'] }, stranger)).status).toBe(404);
  });
});

describe('a rush', () => {
  it('in which the database breaks off connections loses no ballot that was acknowledged, and counts none twice', async () => {
    const { building, homes } = await someHomes(Array.from({ length: 60 }, (_, index) => 5_000 + index));
    const { id } = await aRound(building, { rule: 'owners-ordinary' });
    const breakOff = () =>
      db.read.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    const rush = homes.map((home) => cast(id, home, ['yes']));
    await Promise.race(rush);
    await breakOff();
    const first = await Promise.all(rush);
    for (const { status } of first) expect([201, 500, 503]).toContain(status);
    const acknowledged = first.filter(({ status }) => status === 201).map(({ body }) => body);
    // Whoever was not answered asks again, as a client does, until there is an answer.
    await eventually(async () => {
      const again = await Promise.all(homes.map((home) => cast(id, home, ['yes'])));
      expect(again.map(({ status }) => status)).toEqual(homes.map(() => 201));
    });
    const published = await publishedAfter(id);
    expect(published.ballots).toHaveLength(homes.length);
    for (const receipt of acknowledged) expect(faultsOfReceipt(published, receipt)).toEqual([]);
    expect(faultsOf(published)).toEqual([]);
  });
});
