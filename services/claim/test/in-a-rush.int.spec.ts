/**
 * Parts of the service are replaced.
 * @jest-environment node
 */
import { eventually, TestService, type TestAnswer, type TestRequest } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { claimService, ClaimRedis } from '../src/index.js';
import { aNeed, Claiming, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
});

afterEach(() => claiming.ensureSound());
afterAll(() => claims.stop());
afterEach(() => void jest.restoreAllMocks());

/** Calls of the deciding script from now on. */
const decisions = () => {
  const run = jest.spyOn(claims.service.app.get(ClaimRedis), 'run');
  const count = () => run.mock.calls.filter(([script]) => script === 'claim-place').length;
  const before = count();
  return () => count() - before;
};

const sequenceOf = ({ headers }: TestAnswer): number =>
  Number(/^\d+-(\d+);/.exec(headers.get('huying-decision') ?? '')?.[1]);

/** A need with one place that is held and without a line, so often asked for that its requests share their looks. */
async function soldOut(people: readonly string[]): Promise<{ needId: string; holder: TestAnswer; key: string }> {
  const [first = '', second = ''] = people;
  await claiming.known(people);
  const needId = await claiming.published(aNeed({ places: 1, waitingList: false }));
  const key = uuidv7();
  const holder = await claiming.claim(needId, first, key);
  expect(holder.status).toBe(201);
  await eventually(async () => {
    const asked = decisions();
    expect((await claiming.claim(needId, second)).body.code).toBe('need-full');
    expect(asked()).toBe(0);
  });
  return { needId, holder, key };
}

describe('a need that is sold out', () => {
  it('refuses a rush by looks, not by a decision for each', async () => {
    const people = volunteers(40);
    const { needId } = await soldOut(people);
    const asked = decisions();
    const answers = await Promise.all(people.slice(1).map((person) => claiming.claim(needId, person)));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.code}`))).toEqual(new Set(['409 need-full']));
    for (const answer of answers) expect(answer.headers.get('huying-decision')).toMatch(/^\d+-\d+; at=\d+$/);
    expect(asked()).toBe(0);
  });

  it('still gives a repeated key its outcome, and says to a holder that they are in', async () => {
    const people = volunteers(3);
    const { needId, holder, key } = await soldOut(people);
    const [again, anew] = await Promise.all([
      claiming.claim(needId, people[0]!, key),
      claiming.claim(needId, people[0]!),
      claiming.claim(needId, people[2]!),
    ]);
    expect(again).toMatchObject({ status: 201, body: holder.body });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(anew.body.code).toBe('already-in');
  });

  it('gives the place to whoever asks after it was given back, and then refuses again', async () => {
    const people = volunteers(4);
    const [first, , third, fourth] = people as [string, string, string, string];
    const { needId, holder, key } = await soldOut(people);

    const released = await claims.request('DELETE', `/v1/claims/${holder.body.id}`, {
      as: { role: 'volunteer', subject: first },
    });
    expect(released.status).toBe(200);
    const next = await claiming.claim(needId, third);
    expect(next).toMatchObject({ status: 201, body: { place: 1 } });

    const refused = await claiming.claim(needId, fourth);
    expect(refused.body.code).toBe('need-full');
    expect(sequenceOf(refused)).toBeGreaterThanOrEqual(sequenceOf(next));
    // Whoever held it before is told what they were told.
    expect((await claiming.claim(needId, first, key)).body).toEqual(holder.body);
  });
});

describe('a claim without a body, which goes beneath Nest', () => {
  const ask = (needId: string, request: TestRequest): Promise<TestAnswer> =>
    claims.request('POST', `/v1/needs/${needId}/claims`, request);
  const usual = (answer: TestAnswer) => ({
    status: answer.status,
    headers: [...answer.headers.keys()].filter((name) => name !== 'idempotency-replayed').sort(),
    type: answer.headers.get('content-type'),
    body: Object.fromEntries(
      Object.entries(answer.body as object).filter(([name]) => name !== 'requestId' && name !== 'instance'),
    ),
  });

  it.each<[string, (person: string, key: string) => TestRequest]>([
    ['held', (subject, key) => ({ as: { role: 'volunteer', subject }, headers: { 'idempotency-key': key } })],
    [
      'that says it were JSON',
      (subject, key) => ({
        as: { role: 'volunteer', subject },
        headers: { 'idempotency-key': key, 'content-type': 'application/json' },
      }),
    ],
    [
      'that says it were text',
      (subject, key) => ({
        as: { role: 'volunteer', subject },
        headers: { 'idempotency-key': key, 'content-type': 'text/plain' },
      }),
    ],
    ['without a key', (subject) => ({ as: { role: 'volunteer', subject } })],
    [
      'with a malformed key',
      (subject) => ({ as: { role: 'volunteer', subject }, headers: { 'idempotency-key': 'a b' } }),
    ],
    ['by staff', (_, key) => ({ as: { role: 'staff' }, headers: { 'idempotency-key': key } })],
    ['without a token', (_, key) => ({ authorization: null, headers: { 'idempotency-key': key } })],
    ['with a token that is none', (_, key) => ({ authorization: 'Bearer x', headers: { 'idempotency-key': key } })],
    [
      'by somebody unknown',
      (_, key) => ({ as: { role: 'volunteer', subject: 'nobody' }, headers: { 'idempotency-key': key } }),
    ],
    [
      'in Chinese',
      (_, key) => ({
        as: { role: 'volunteer', subject: 'nobody' },
        headers: { 'idempotency-key': key, 'accept-language': 'zh-CN' },
      }),
    ],
  ])('%s gets the answer that one with an empty body gets', async (_, request) => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const needId = await claiming.published(aNeed());
    const wish = request(person, uuidv7());
    const beneath = await ask(needId, wish);
    const through = await ask(needId, { ...wish, body: {} });
    expect(usual(beneath)).toEqual(usual(through));
  });

  it('for a need that there is not gets the same answer as well', async () => {
    const [person] = volunteers(1) as [string];
    await claiming.known([person]);
    const wish = { as: { role: 'volunteer', subject: person } as const, headers: { 'idempotency-key': uuidv7() } };
    const unknown = uuidv7();
    expect(usual(await ask(unknown, wish))).toEqual(usual(await ask(unknown, { ...wish, body: {} })));
    expect((await ask('no-id', wish)).body.code).toBe('malformed-id');
  });
});
