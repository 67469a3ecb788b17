import {
  ConsultationClosedSchema,
  ConsultationOpenedSchema,
  DecisionOutcome,
  DecisionReachedSchema,
  PriorityListPublishedSchema,
  RoundClosedSchema,
  RoundOpenedSchema,
} from '@huying/contracts';
import { Database } from '@huying/database';
import {
  aName,
  as,
  type Body,
  eventually,
  expectBody,
  runNow,
  type TestAnswer,
  type TestRequest,
  TestService,
} from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliberationService } from '../src/index.js';
import type { Published } from '../src/results/published.js';
import { faultsOf, faultsOfReceipt } from '../src/results/verify.js';

let api: TestService;
let db: Database;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
  db = api.service.app.get(Database, { strict: false });
});
afterAll(() => api.stop());

interface Home {
  readonly id: string;
  readonly account: TestRequest;
}

/** Homes of a building of their own, one for each area (hundredths of a square metre), each of another owner. */
async function someHomes(areas: readonly number[], fields: object = {}): Promise<{ building: string; homes: Home[] }> {
  const building = aName('幢');
  const homes: Home[] = [];
  for (const [index, area] of areas.entries()) {
    const subject = aName('r-');
    const home = { building, door: `${index + 1}`, area, owners: [subject], accountIds: [subject], ...fields };
    homes.push({ id: expectBody(await api.post('/v1/households', home)).id, account: as('resident', subject) });
  }
  return { building, homes };
}

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const aConsultation = async (): Promise<string> =>
  expectBody(await api.post('/v1/consultations', { title: '加装电梯', description: '3幢居民提议加装电梯。' })).id;

const askRound = (consultationId: string, fields: object): Promise<TestAnswer> =>
  api.post(`/v1/consultations/${consultationId}/rounds`, {
    ...{ purpose: 'whether', method: 'yes-no', rule: 'residents-meeting', question: '是否同意?', closesAt: inAnHour() },
    ...fields,
  });

async function aRound(building: string, fields: object = {}, consultationId?: string): Promise<Body> {
  return expectBody(await askRound(consultationId ?? (await aConsultation()), { scope: { building }, ...fields }));
}

const cast = (roundId: string, { account }: { account: TestRequest }, choice: string[], more: object = {}) =>
  api.post('/v1/ballots', { roundId, choice, ...more }, account);

async function codesOf(roundId: string, homes: readonly Home[]): Promise<{ householdIds: string[]; code: string }[]> {
  return expectBody(await api.post(`/v1/rounds/${roundId}/codes`, { householdIds: homes.map(({ id }) => id) })).items;
}

/** The time of closing has come, as the database sees it. */
const expire = (roundId: string) =>
  db.withTransaction((tx) => tx.query(`UPDATE rounds SET closes_at = clock_timestamp() WHERE id = $1`, [roundId]));
const closeNow = () => runNow(api, 'close-rounds');

async function publishedAfter(roundId: string): Promise<Published> {
  await expire(roundId);
  await closeNow();
  return expectBody(await api.get(`/v1/results/${roundId}/published`), 200) as Published;
}

const refusal = (status: number, code: string) => ({ status, body: { code } });

describe('an import of households', () => {
  const send = async (lines: readonly object[]): Promise<Body[]> => {
    const headers = { 'content-type': 'application/x-ndjson' };
    const body = lines.map((line) => JSON.stringify(line)).join('\n');
    const { status, text } = await api.post('/v1/households/import', body, { headers });
    expect(status).toBe(200);
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Body);
  };
  const fourHomes = () => {
    const building = aName('幢');
    return ['101', '102', '201', '202'].map((door) => {
      return { building, stairwell: '1单元', door, area: 8_950, owners: [aName('owner-')], accountIds: [aName('r-')] };
    });
  };

  it('enters every good line, who then votes, and refuses a bad one with its code', async () => {
    const [first, second, third, fourth] = fourHomes() as [object, Body, Body, Body];
    const report = await send([
      first,
      { ...second, area: -1, age: 30 },
      { ...third, tenure: 'tenant' },
      { ...fourth, door: 'x'.repeat(20_000) },
      { ...second, accountIds: (first as Body).accountIds },
      { ...first, area: 9_000 },
      third,
    ]);
    expect(report).toMatchObject([
      { line: 1, status: 'registered' },
      { line: 2, status: 'refused', code: 'invalid-input', errors: [{ pointer: '/age' }, { pointer: '/area' }] },
      { line: 3, status: 'refused', code: 'household-tenant-owns' },
      { line: 4, status: 'refused', code: 'import-line-too-long' },
      { line: 5, status: 'refused', code: 'household-account-taken' },
      { line: 6, status: 'refused', code: 'household-entered-otherwise' },
      { line: 7, status: 'registered' },
      { summary: { lines: 7, registered: 2, unchanged: 0, refused: 5 }, complete: true },
    ]);
    const { id, voters } = await aRound(third.building, { rule: 'owners-ordinary' });
    expect(voters).toBe(2);
    expect(expectBody(await cast(id, { account: as('resident', third.accountIds[0]) }, ['yes'])).area).toBe('8950');
  });

  it('leaves what is entered unchanged when it is repeated, and enters nothing twice when it comes twice at once', async () => {
    const homes = fourHomes();
    const reports = await Promise.all([send(homes), send(homes)]);
    const registered = reports.map((report) => report.at(-1)?.summary.registered as number);
    expect(registered.reduce((sum, count) => sum + count)).toBe(homes.length);
    const ids = reports[0].slice(0, -1).map(({ id }) => id as string);
    const again = await send(homes);
    expect(again.map(({ status, id }) => ({ status, id })).slice(0, -1)).toEqual(
      ids.map((id) => ({ status: 'unchanged', id })),
    );
    expect(await aRound(homes[0]?.building ?? '')).toMatchObject({ voters: homes.length });
  });

  it('takes back nothing: accounts that were entered since stay, and those that were taken away are told', async () => {
    const [home] = fourHomes() as [Body];
    const [{ id }] = (await send([home])) as [Body];
    const assign = (accountIds: string[]) =>
      api.request('PUT', `/v1/households/${id}/accounts`, { body: { accountIds } });
    expectBody(await assign([...home.accountIds, aName('r-')]), 200);
    expect(await send([home])).toMatchObject([{ status: 'unchanged', id }, {}]);
    expectBody(await assign([]), 200);
    expect(await send([home])).toMatchObject([{ status: 'refused', code: 'household-entered-otherwise' }, {}]);
  });

  it('is for staff', async () => {
    const answer = await api.post('/v1/households/import', '{}', {
      ...as('resident', 'r-0'),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(answer.status).toBe(403);
  });
});

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
    const options = ['电梯', '停车位', '外墙'];
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
    const options = ['电梯', '停车位', '外墙'];
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
    const order = counts.map((one) => options[Number((one as { choice: string }).choice.slice(1)) - 1]);
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

describe('the code on a paper', () => {
  it('votes for its voter, whoever types it, however they do', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const [paper] = await codesOf(id, homes);
    const typed = paper?.code.toLowerCase().replaceAll('-', ' ');
    expectBody(await cast(id, { account: as('resident', aName('grandson-')) }, ['yes'], { code: typed }));
    expect(await cast(id, homes[0] as Home, ['no'])).toMatchObject(refusal(409, 'ballot-cast-already'));
  });

  it('is void once another was printed, and is of one round', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const other = await aRound(building);
    const [first] = await codesOf(id, homes);
    const [second] = await codesOf(id, homes);
    const by = { account: as('resident', aName('r-')) };
    expect(await cast(id, by, ['yes'], { code: first?.code })).toMatchObject(refusal(403, 'ballot-wrong-code'));
    expect(await cast(other.id, by, ['yes'], { code: second?.code })).toMatchObject(refusal(403, 'ballot-wrong-code'));
    expectBody(await cast(id, by, ['yes'], { code: second?.code }));
  });

  it('cannot be guessed: wrong ones are counted, seen by staff, and stopped', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const other = await aRound(building);
    const [foreign] = await codesOf(other.id, homes);
    const [right] = await codesOf(id, homes);
    const guesser = aName('guesser-');
    const by = { account: as('resident', guesser) };
    expect(await cast(id, by, ['yes'], { code: '00000-00000-0001' })).toMatchObject(
      refusal(422, 'ballot-mistyped-code'),
    );
    for (let tries = 1; tries <= 10; tries += 1) {
      expect(await cast(id, by, ['yes'], { code: foreign?.code })).toMatchObject(refusal(403, 'ballot-wrong-code'));
    }
    expect(await cast(id, by, ['yes'], { code: right?.code })).toMatchObject(
      refusal(429, 'ballot-too-many-wrong-codes'),
    );
    expect(expectBody(await api.get(`/v1/rounds/${id}/turnout`), 200)).toEqual({
      ...{ app: 0, paper: 0, wrongCodes: [{ accountId: guesser, tries: 10 }], codesStopped: false },
    });
  });

  it('is not tried more than ten times by an account that tries many at once', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const other = await aRound(building);
    const [foreign] = await codesOf(other.id, homes);
    const by = { account: as('resident', aName('guesser-')) };
    const guesses = await Promise.all(Array.from({ length: 25 }, () => cast(id, by, ['yes'], { code: foreign?.code })));
    const codes = guesses.map(({ body }) => body.code as string).sort();
    expect(codes).toEqual([
      ...Array.from({ length: 15 }, () => 'ballot-too-many-wrong-codes'),
      ...Array.from({ length: 10 }, () => 'ballot-wrong-code'),
    ]);
  });

  it('is not taken in the app any more once a thousand wrong ones were tried by whomever, but on paper', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const other = await aRound(building);
    const [foreign] = await codesOf(other.id, homes);
    const [right] = await codesOf(id, homes);
    await db.withTransaction((tx) =>
      tx.query(
        `INSERT INTO wrong_codes (round_id, account_id, tries)
         SELECT $1, 'many-' || one, 10 FROM generate_series(1, 99) AS one UNION SELECT $1, 'few', 5`,
        [id],
      ),
    );
    const guessing = Array.from({ length: 8 }, () => ({ account: as('resident', aName('guesser-')) }));
    const guesses = await Promise.all(guessing.map((by) => cast(id, by, ['yes'], { code: foreign?.code })));
    const told = guesses.map(({ body }) => body.code as string).sort();
    expect(told).toEqual([
      ...Array.from({ length: 3 }, () => 'ballot-codes-stopped'),
      ...Array.from({ length: 5 }, () => 'ballot-wrong-code'),
    ]);
    const by = { account: as('resident', aName('r-')) };
    expect(await cast(id, by, ['yes'], { code: right?.code })).toMatchObject(refusal(429, 'ballot-codes-stopped'));
    expect(expectBody(await api.get(`/v1/rounds/${id}/turnout`), 200)).toMatchObject({ codesStopped: true });
    const paper = { roundId: id, code: right?.code, choice: ['yes'] };
    expect(expectBody(await api.post('/v1/ballots/paper', paper))).toEqual({ state: 'read-once' });
    expectBody(await cast(id, homes[0] as Home, ['yes']));
  });

  it('is given for voters of the round only', async () => {
    const { building } = await someHomes([9_000]);
    const { homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const householdIds = homes.map((home) => home.id);
    expect(await api.post(`/v1/rounds/${id}/codes`, { householdIds })).toMatchObject(
      refusal(422, 'round-unknown-voter'),
    );
  });
});

describe('a paper', () => {
  const enter = (roundId: string, code: string | undefined, choice: string[], reader: string) =>
    api.post('/v1/ballots/paper', { roundId, code, choice }, as('staff', reader));

  it('is read by two people, and replaces the app', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building, { rule: 'owners-ordinary' });
    const [paper] = await codesOf(id, homes);
    expectBody(await cast(id, homes[0] as Home, ['no']));
    expect(expectBody(await enter(id, paper?.code, ['yes'], 's-1'))).toEqual({ state: 'read-once' });
    expect(await enter(id, paper?.code, ['yes'], 's-1')).toMatchObject(refusal(409, 'ballot-read-already'));
    expect(expectBody(await enter(id, paper?.code, ['yes'], 's-2'))).toEqual({ state: 'counted' });
    expect(await enter(id, paper?.code, ['no'], 's-3')).toMatchObject(refusal(409, 'ballot-on-paper'));
    expect(await cast(id, homes[0] as Home, ['no'])).toMatchObject(refusal(409, 'ballot-on-paper'));
    const published = await publishedAfter(id);
    expect(published).toMatchObject({ took: { app: 0, paper: 1 }, ballots: [{ choice: ['yes'] }] });
    expect(faultsOf(published)).toEqual([]);
  });

  it('that two people read differently is settled by a third', async () => {
    const { building, homes } = await someHomes([9_000]);
    const { id } = await aRound(building);
    const [paper] = await codesOf(id, homes);
    expectBody(await enter(id, paper?.code, ['yes'], 's-1'));
    expect(expectBody(await enter(id, paper?.code, ['no'], 's-2'))).toEqual({ state: 'differs' });
    expect(expectBody(await enter(id, paper?.code, ['no'], 's-3'))).toEqual({ state: 'counted' });
    expect(await publishedAfter(id)).toMatchObject({ took: { paper: 1 }, ballots: [{ choice: ['no'] }] });
  });

  it('that two people read differently is shown to the third who settles it, and to nobody else', async () => {
    const { building, homes } = await someHomes([9_000, 9_000]);
    const { id } = await aRound(building);
    const papers = await codesOf(id, homes);
    const [code, unread] = papers.map((one) => one.code);
    const compare = (by: TestRequest, which = code) =>
      api.post('/v1/ballots/paper/readings', { roundId: id, code: which }, by);
    expectBody(await enter(id, code, ['yes'], 's-1'));
    const third = as('staff', 's-3');
    expect(await compare(third)).toMatchObject(refusal(409, 'ballot-nothing-to-settle'));
    expectBody(await enter(id, code, ['no'], 's-2'));
    expect(expectBody(await compare(third), 200)).toEqual({ items: [{ choice: ['no'] }, { choice: ['yes'] }] });
    for (const reader of ['s-1', 's-2']) {
      expect(await compare(as('staff', reader))).toMatchObject(refusal(409, 'ballot-read-already'));
    }
    expect((await compare(as('resident', 'r-0'))).status).toBe(403);
    expect(await compare(third, unread)).toMatchObject(refusal(409, 'ballot-nothing-to-settle'));
    expect(await compare(third, '00000-00000-0000')).toMatchObject(refusal(403, 'ballot-wrong-code'));
    expectBody(await enter(id, code, ['no'], 's-3'));
    expect(await compare(as('staff', 's-4'))).toMatchObject(refusal(409, 'ballot-nothing-to-settle'));
  });

  it('is printed for each voter of a stairwell, whose earlier code is void then', async () => {
    const { building, homes } = await someHomes([9_000, 9_000], { stairwell: '2单元' });
    expectBody(await api.post('/v1/households', { building, stairwell: '1单元', door: '101', accountIds: [] }));
    const { id } = await aRound(building);
    const [first] = await codesOf(id, homes);
    const print = (fields: object, by?: TestRequest) =>
      api.post(`/v1/rounds/${id}/sheets`, { building, ...fields }, by);
    const pagesOf = ({ status, text, headers }: TestAnswer): number => {
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/pdf');
      expect(headers.get('cache-control')).toBe('no-store');
      return [...text.matchAll(/\/Type \/Page\b/g)].length;
    };
    expect(pagesOf(await print({ stairwell: '2单元' }))).toBe(2);
    expect(await enter(id, first?.code, ['yes'], 's-1')).toMatchObject(refusal(403, 'ballot-wrong-code'));
    expect(pagesOf(await print({}))).toBe(3);
    expect(await print({ stairwell: '3单元' })).toMatchObject(refusal(422, 'round-nothing-to-print'));
    expect((await print({}, as('resident', 'r-0'))).status).toBe(403);
    const [again] = await codesOf(id, homes);
    for (const reader of ['s-1', 's-2']) expectBody(await enter(id, again?.code, ['yes'], reader));
    expect(pagesOf(await print({ stairwell: '2单元' }))).toBe(1);
    await publishedAfter(id);
    expect(await print({})).toMatchObject(refusal(409, 'round-wrong-state'));
  });

  it('is printed once for who owns several homes, with the one that was entered first', async () => {
    const owners = [aName('owner-')];
    const { building } = await someHomes([5_000], { owners, stairwell: '1单元' });
    const other = { building, stairwell: '2单元', door: '201', area: 7_000, owners, accountIds: [] };
    expectBody(await api.post('/v1/households', other));
    const { id } = await aRound(building, { rule: 'owners-ordinary' });
    const print = (stairwell: string) => api.post(`/v1/rounds/${id}/sheets`, { building, stairwell });
    expect((await print('1单元')).status).toBe(200);
    expect(await print('2单元')).toMatchObject(refusal(422, 'round-nothing-to-print'));
  });
});
