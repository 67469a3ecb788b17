import { Database } from '@huying/database';
import { aName, as, expectBody, type TestAnswer, type TestRequest, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deliberationService } from '../src/index.js';
import { faultsOf } from '../src/results/verify.js';
import { type Home, refusal, votingOn } from './voting.examples.js';

let api: TestService;
let db: Database;

beforeAll(async () => {
  api = await TestService.start(deliberationService);
  db = api.service.app.get(Database, { strict: false });
});
afterAll(() => api.stop());

const { someHomes, aRound, cast, codesOf, publishedAfter, enter } = votingOn(() => api);

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
         SELECT $1::uuid, 'many-' || one, 10 FROM generate_series(1, 99) AS one UNION SELECT $1::uuid, 'few', 5`,
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
    expect(expectBody(await compare(third), 200)).toEqual({
      items: [{ choice: ['no'] }, { choice: ['yes'] }],
      scanIds: [],
    });
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
