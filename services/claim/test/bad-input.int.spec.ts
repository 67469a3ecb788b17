import { Dispatch, toTimestamp } from '@huying/contracts';
import { TestService, type TestAnswer } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { claimService, ClaimRedis, PoolKeys } from '../src/index.js';
import { aNeed, Claiming, hours, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
});
afterEach(() => claiming.ensureSound());
afterAll(() => claims.stop());

describe('a claim that is badly asked for', () => {
  const ask = (needId: string, subject: string, body: unknown, headers = {}): Promise<TestAnswer> =>
    claims.request('POST', `/v1/needs/${needId}/claims`, {
      as: { role: 'volunteer', subject },
      headers: { 'idempotency-key': uuidv7(), ...headers },
      body,
    });

  it.each([
    ['malformed JSON', '{"riskAccepted": tru', {}, 400, 'malformed-json'],
    ['a list', '[]', {}, 422, 'invalid-input'],
    ['a field of another type', { riskAccepted: 'yes' }, {}, 422, 'invalid-input'],
    ['a field that nobody knows', { volunteerId: 'v-2' }, {}, 422, 'invalid-input'],
    ['more than a body may hold', { riskAccepted: 'x'.repeat(2_000_000) }, {}, 413, 'body-too-large'],
    ['no JSON', 'riskAccepted=true', { 'content-type': 'text/plain' }, 415, 'unsupported-media-type'],
    ['a key with a space', {}, { 'idempotency-key': 'a b' }, 400, 'idempotency-key-malformed'],
    ['a key of 300 characters', {}, { 'idempotency-key': 'k'.repeat(300) }, 400, 'idempotency-key-malformed'],
  ])('with %s is told so, and claims nothing', async (_, body, headers, status, code) => {
    const [person] = (await claiming.people(1)) as [string];
    const needId = await claiming.published(aNeed());
    expect(await ask(needId, person, body, headers)).toMatchObject({ status, body: { code } });
    expect((await claims.get(`/v1/needs/${needId}/places`)).body).toMatchObject({ held: 0, waiting: 0 });
  });

  it.each(['7', "' OR 1=1 --", '%00', '张大爷', 'a'.repeat(150)])('of the need %j finds none', async (id) => {
    const answer = await ask(encodeURIComponent(id), 'v-1', {});
    expect([400, 404]).toContain(answer.status);
    expect(answer.body.code).toMatch(/^(malformed-id|not-found)$/);
  });

  it.each([
    ['the language of scripts', "') redis.call('FLUSHALL') --"],
    ['the language of databases', "v'; DROP TABLE claims; --"],
    ['four-byte characters', '志愿者😀𠮷'],
    ['many characters', '呼'.repeat(100)],
  ])('by somebody whose id is %s is decided like any other', async (_, subject) => {
    await claiming.known([subject]);
    const needId = await claiming.published(aNeed({ places: 1 }));
    const key = uuidv7();
    const answer = await claiming.claim(needId, subject, key);
    expect(answer).toMatchObject({ status: 201, body: { state: 'held', volunteerId: subject } });
    expect((await claiming.claim(needId, subject, key)).body).toEqual(answer.body);
    expect((await claiming.as(subject, 'DELETE', `/v1/claims/${answer.body.id}`)).body).toMatchObject({
      state: 'ended',
    });
  });

  it.each(['a\u0000b', 'a\u001fb', 'a\nb'])(
    'by somebody whose id is %j is refused: no volunteer has such an id',
    async (subject) => {
      const needId = await claiming.published(aNeed());
      expect(await claiming.claim(needId, subject)).toMatchObject({ status: 403, body: { code: 'not-registered' } });
    },
  );

  it.each([0, -1, 1.5, '2', 5_001, 1_000_000, null])('that would need %j places is refused', async (places) => {
    const needId = await claiming.published(aNeed());
    const answer = await claiming.staff('PUT', `/v1/needs/${needId}/places`, { places });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
    expect(answer.body.errors[0]).toMatchObject({ pointer: '/places' });
  });
});

describe('a key that comes with something else', () => {
  it('is refused for one who accepts the risk only the second time, and the claim stands', async () => {
    const [person] = (await claiming.people(1)) as [string];
    const needId = await claiming.published(aNeed());
    const key = uuidv7();
    const first = await claiming.claim(needId, person, key);
    const path = `/v1/needs/${needId}/claims`;
    const other = await claiming.as(person, 'POST', path, { riskAccepted: true }, key);
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    const same = await claiming.as(person, 'POST', path, { riskAccepted: false }, key);
    expect(same).toMatchObject({ status: 201, body: first.body });
    expect(same.headers.get('idempotency-replayed')).toBe('true');
  });

  it('is refused for a team that wants another number of seats, and the first are kept', async () => {
    const needId = await claiming.published(aNeed({ places: 10 }));
    const path = `/v1/needs/${needId}/team-claims`;
    const key = uuidv7();
    const ask = (places: number, more = {}) =>
      claiming.staff('POST', path, { places, organisationId: 'o-1', ...more }, key);
    expect((await ask(3)).body.items).toHaveLength(3);
    expect(await ask(2)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await ask(4)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await ask(3, { riskAccepted: true })).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect((await ask(3)).status).toBe(201);
    expect((await claims.get(`/v1/needs/${needId}/places`)).body).toMatchObject({ held: 3 });
  });
});

describe('a key of an offer', () => {
  it('is refused for another volunteer, and repeats the offer for the same', async () => {
    const needId = await claiming.published(aNeed());
    const [one, other] = (await claiming.people(2)) as [string, string];
    const key = uuidv7();
    const offer = (volunteerId: string) => claiming.staff('POST', `/v1/needs/${needId}/offers`, { volunteerId }, key);
    const first = await offer(one);
    expect(first).toMatchObject({ status: 201, body: { state: 'offered' } });
    expect(await offer(other)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect((await offer(one)).body).toEqual(first.body);
    expect((await claims.get(`/v1/claims?volunteerId=${other}`)).body.items).toEqual([]);
  });
});

describe('what a need does not do', () => {
  it.each([Dispatch.DRAW, Dispatch.APPROVAL])(
    'is to take friends or teams together where places are %s',
    async (dispatch) => {
      const needId = await claiming.published(
        aNeed({ places: 5, dispatch, ...(dispatch === Dispatch.DRAW && { drawAt: toTimestamp(hours(1)) }) }),
      );
      const [one, other] = (await claiming.people(2)) as [string, string];
      const team = await claiming.staff('POST', `/v1/needs/${needId}/team-claims`, {
        places: 2,
        organisationId: 'o-1',
      });
      expect(team).toMatchObject({ status: 409, body: { code: 'not-together' } });
      const party = await claiming.as(one, 'POST', `/v1/needs/${needId}/parties`, { volunteerIds: [other] });
      const agreed = await claiming.as(other, 'POST', `/v1/parties/${party.body.id}/acceptances`, {});
      expect(agreed).toMatchObject({ status: 409, body: { code: 'not-together' } });
    },
  );

  it('is to gather more than 10,000 applicants', async () => {
    const needId = await claiming.published(aNeed({ dispatch: Dispatch.DRAW, drawAt: toTimestamp(hours(1)) }));
    const [person, late] = (await claiming.people(2)) as [string, string];
    const line = await lineOf(needId);
    const crowd = volunteers(10_000).flatMap((id, index) => [1_000_000 + index, id]);
    await line.redis.client.zadd(line.key, ...crowd);
    expect(await claiming.claim(needId, person)).toMatchObject({ status: 409, body: { code: 'line-full' } });
    await line.redis.client.del(line.key);
    expect(await claiming.claim(needId, late)).toMatchObject({ status: 202, body: { state: 'applied' } });
  });

  it('is to approve an application that was withdrawn, after its applicant has applied anew', async () => {
    const needId = await claiming.published(aNeed({ places: 1, dispatch: Dispatch.APPROVAL }));
    const [person] = (await claiming.people(1)) as [string];
    const first = await claiming.claim(needId, person);
    await claiming.as(person, 'DELETE', `/v1/claims/${first.body.id}`);
    const second = await claiming.claim(needId, person);
    const approve = (id: string) => claiming.staff('POST', `/v1/claims/${id}/approval`);
    expect(await approve(first.body.id)).toMatchObject({ status: 404, body: { code: 'claim-unknown' } });
    expect(await approve(second.body.id)).toMatchObject({ status: 200, body: { state: 'held' } });
  });
});

async function lineOf(needId: string): Promise<{ redis: ClaimRedis; key: string }> {
  const [row] = await claiming.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = 'xishan'`);
  const keys = new PoolKeys(claims.environment.REDIS_PREFIX ?? '', 'xishan', row?.epoch ?? 0);
  return { redis: claims.service.app.get(ClaimRedis), key: keys.line(needId) };
}
