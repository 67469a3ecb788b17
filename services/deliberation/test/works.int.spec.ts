import {
  SupervisorLeftSchema,
  SupervisorSeatedSchema,
  WorkClosedSchema,
  WorkCompletedSchema,
  WorkStartedSchema,
} from '@huying/contracts';
import { aName, type Body, expectBody, runNow, subjectOf, type TestRequest, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { deliberationService } from '../src/index.js';
import {
  aHousehold,
  aResident,
  asking,
  aWork,
  complete,
  expectRefused,
  inDays,
  membersOf,
  raise,
  raised,
  reason,
  recheck,
  rectify,
  seat,
  watched,
} from './supervision.examples.js';
import { votingOn } from './voting.examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

const { someHomes, aRound, cast, publishedAfter } = votingOn(() => api);

const rate = (id: string, by: TestRequest, satisfaction = 4) =>
  api.post(
    `/v1/works/${id}/ratings`,
    { satisfaction },
    { ...by, headers: { 'idempotency-key': uuidv7(), ...by.headers } },
  );

describe('works', () => {
  it('go from the start to what households make of them, for every resident to see', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id: decisionId } = await aRound(building);
    for (const home of homes) expectBody(await cast(decisionId, home, ['yes']));
    await publishedAfter(decisionId);
    const { work, contractor, team } = await watched(api, { decisionId });
    const { id } = work;
    expect(await api.kafka.awaitEmitted(WorkStartedSchema, id)).toMatchObject([
      { decisionId, budgetFen: 48_000_000n, stages: 2, fromOn: inDays(-5), untilOn: inDays(40) },
    ]);
    expect(await api.kafka.awaitEmitted(SupervisorSeatedSchema, id, 3)).toHaveLength(3);
    const finding = await raised(api, team[0], id, { severity: 'minor' });

    expectBody(await complete(api, id));
    expect(await api.kafka.awaitEmitted(WorkCompletedSchema, id)).toMatchObject([
      { decisionId, findings: 1, stillOpen: 1 },
    ]);
    expectBody(await rectify(api, contractor, finding.id));
    expectBody(await recheck(api, team[1], finding.id));

    const [one, other] = [await aHousehold(api), await aHousehold(api)];
    expect(expectBody(await rate(id, one, 5))).toEqual({ households: 1, mean: null });
    expect(expectBody(await rate(id, other, 2))).toEqual({ households: 2, mean: null });
    api.clock.advance({ hours: 7 * 24 });
    await runNow(api, 'close-ratings');
    await runNow(api, 'close-ratings');
    expect(await api.kafka.awaitEmitted(WorkClosedSchema, id)).toMatchObject([{ ratings: 2, ratingSum: 7 }]);
    const shown = expectBody(await api.get(`/v1/works/${id}`, aResident()), 200);
    expect(shown).toMatchObject({ state: 'closed', satisfaction: { households: 2, mean: 3.5 } });
    expect(shown.team).toHaveLength(3);
    expect(shown.findings).toEqual({ all: 1, open: 0, grave: 0 });
    const { items } = expectBody(await api.get(`/v1/works?state=closed&decisionId=${decisionId}`, aResident()), 200);
    expect(items).toMatchObject([{ id }]);
    const history = expectBody(await api.get(`/v1/works/${id}/history`), 200);
    expect(history.items.map(({ to }: Body) => to)).toEqual(['under-way', 'completed', 'closed']);
  });

  it.each(['serious', 'dangerous'])('are not completed while a %s finding is not closed', async (severity) => {
    const { work, contractor, team } = await watched(api);
    const { id } = await raised(api, team[0], work.id, { severity });
    await expectRefused((more) => complete(api, work.id, more), 409, 'work-gravely-flawed');
    expectBody(await rectify(api, contractor, id));
    await expectRefused((more) => complete(api, work.id, more), 409, 'work-gravely-flawed');
    expectBody(await recheck(api, team[1], id));
    expectBody(await complete(api, work.id));
    await expectRefused((more) => complete(api, work.id, more), 409, 'work-wrong-state');
  });

  it('are either completed or found gravely flawed, however both are tried at once', async () => {
    for (const _ of Array.from({ length: 5 })) {
      const { work, team } = await watched(api);
      const [completion, finding] = await Promise.all([complete(api, work.id), raise(api, team[0], work.id)]);
      const refused = [completion, finding].filter(({ status }) => status === 409).map(({ body }) => body.code);
      expect([['work-gravely-flawed'], ['finding-works-over']]).toContainEqual(refused);
      const { state, findings } = expectBody(await api.get(`/v1/works/${work.id}`), 200);
      expect([
        ['completed', 0],
        ['under-way', 1],
      ]).toContainEqual([state, findings.grave]);
    }
  });

  it.each<[string, object, string]>([
    [
      'a stage that ends before it begins',
      { stages: [{ name: '土建', fromOn: inDays(2), untilOn: inDays(1) }] },
      'work-stages-not-in-order',
    ],
    [
      'stages out of order',
      {
        stages: [
          { name: '外立面', fromOn: inDays(9), untilOn: inDays(12) },
          { name: '土建', fromOn: inDays(1), untilOn: inDays(5) },
        ],
      },
      'work-stages-not-in-order',
    ],
    [
      'two stages of one name',
      {
        stages: [
          { name: '土建', fromOn: inDays(1), untilOn: inDays(5) },
          { name: '土建', fromOn: inDays(6), untilOn: inDays(7) },
        ],
      },
      'work-stage-name-twice',
    ],
    ['no stage', { stages: [] }, 'invalid-input'],
    ['a budget below nothing', { budgetFen: -1 }, 'invalid-input'],
    ['half a fen', { budgetFen: 0.5 }, 'invalid-input'],
    [
      'a day that does not exist',
      { stages: [{ name: '土建', fromOn: '2026-02-30', untilOn: '2026-03-01' }] },
      'invalid-input',
    ],
  ])('are not begun with %s', async (_, fields, code) => {
    await expectRefused((more) => api.post('/v1/works', aWork(fields), more), 422, code);
  });

  it('are begun by staff alone, and seen in their community alone', async () => {
    expect((await api.post('/v1/works', aWork(), aResident())).status).toBe(403);
    const { work } = await watched(api);
    expect((await api.get(`/v1/works/${work.id}`, { as: { community: 'nanmen' } })).status).toBe(404);
    expect((await complete(api, work.id, aResident())).status).toBe(403);
  });
});

describe('the satisfaction of households', () => {
  it('is asked once the works are done, of each household once, until the time is over', async () => {
    const { work } = await watched(api);
    const [one = aResident(), partner = aResident()] = await membersOf(api, 2);
    await expectRefused(
      asking(one, (request) => rate(work.id, request)),
      409,
      'work-not-asked-yet',
    );
    expectBody(await complete(api, work.id));
    expectBody(await rate(work.id, one));
    await expectRefused(
      asking(partner, (request) => rate(work.id, request)),
      409,
      'work-rated-already',
    );
    await expectRefused(
      asking(aResident(), (request) => rate(work.id, request)),
      403,
      'work-no-household',
    );
    expect(await rate(work.id, await aHousehold(api), 6)).toMatchObject({
      status: 422,
      body: { code: 'invalid-input' },
    });
    api.clock.advance({ hours: 7 * 24 });
    await expectRefused(
      asking(await aHousehold(api), (request) => rate(work.id, request)),
      409,
      'work-ratings-over',
    );
    await runNow(api, 'close-ratings');
    expect(expectBody(await api.get(`/v1/works/${work.id}`), 200).satisfaction).toEqual({ households: 1, mean: 4 });
  });
});

describe('the team that watches', () => {
  it('has each resident for a term, who can leave before it is over', async () => {
    const { work, team } = await watched(api);
    const { team: seats } = expectBody(await api.get(`/v1/works/${work.id}`), 200);
    const seatOf = (one: TestRequest): string => seats.find(({ personId }: Body) => personId === subjectOf(one)).id;
    const end = (request: TestRequest = {}) =>
      api.post(`/v1/works/${work.id}/supervisors/${seatOf(team[0])}/end`, reason, request);
    expectBody(await end());
    expect(await api.kafka.awaitEmitted(SupervisorLeftSchema, work.id)).toMatchObject([
      { supervisorId: subjectOf(team[0]) },
    ]);
    await expectRefused((more) => end(more), 409, 'work-seat-left-already');
    const raiseAgain = (request: TestRequest) => raise(api, request, work.id);
    await expectRefused(asking(team[0], raiseAgain), 403, 'finding-not-in-the-team');
    expectBody(await seat(api, work.id, subjectOf(team[0])));
    expectBody(await raise(api, team[0], work.id));
  });

  it.each<[string, object, number, string]>([
    ['for a term that ends before it begins', { fromOn: inDays(5), untilOn: inDays(4) }, 422, 'work-term-reversed'],
    ['for a term that is over', { fromOn: inDays(-9), untilOn: inDays(-1) }, 422, 'work-term-reversed'],
    ['twice at a time', { fromOn: inDays(90), untilOn: inDays(120) }, 409, 'work-seat-taken'],
  ])('has nobody %s', async (_, fields, status, code) => {
    const { work, team } = await watched(api);
    const again = (request: TestRequest) =>
      api.post(
        `/v1/works/${work.id}/supervisors`,
        { personId: subjectOf(team[0]), fromOn: inDays(0), untilOn: inDays(1), ...fields },
        request,
      );
    await expectRefused(again, status, code);
  });

  it('has neither the contractor in it, nor anybody new when the works are done', async () => {
    const { work, contractor } = await watched(api);
    const body = { personId: subjectOf(contractor), fromOn: inDays(0), untilOn: inDays(9) };
    const path = `/v1/works/${work.id}/supervisors`;
    await expectRefused((more) => api.post(path, body, more), 422, 'work-contractor-supervises');
    expectBody(await complete(api, work.id));
    await expectRefused((more) => api.post(path, { ...body, personId: aName('late-') }, more), 409, 'work-wrong-state');
  });
});
