import { NeedMovedSchema, toInstant } from '@huying/contracts';
import { eventually, TestService, type TestRequest } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import { asVolunteer, held, inHours, pathOf, published, raised } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

const etagOf = async (needId: string) => (await api.get(`/v1/needs/${needId}`)).headers.get('etag') ?? '';
const move = async (needId: string, wish: object = {}, request: TestRequest = {}) =>
  api.request('PUT', `/v1/needs/${needId}/schedule`, {
    headers: { 'if-match': await etagOf(needId) },
    ...request,
    body: { startsAt: inHours(48), endsAt: inHours(49), reason: '下雨', ...wish },
  });
const text = (time: Parameters<typeof toInstant>[0]) => toInstant(time).toString({ smallestUnit: 'millisecond' });

describe('moving a need', () => {
  it('changes its time and place, keeps its distances, and is told with the time to answer', async () => {
    const needId = await published(api, { startsAt: inHours(24), endsAt: inHours(26) }, { opensAt: inHours(1) });
    const before = (await api.get(`/v1/needs/${needId}`)).body as Record<string, string>;
    const [startsAt, endsAt, answerBy] = [inHours(48), inHours(49), inHours(12)];
    const location = { name: '西山公园', latitude: 30.5, longitude: 120.7 };
    const answer = await move(needId, { startsAt, endsAt, answerBy, location });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        ...{ startsAt, endsAt, opensAt: before.opensAt, closesAt: startsAt, state: 'published', revision: 1 },
        location: { ...location, building: '' },
      },
    });
    expect(Date.parse(startsAt) - Date.parse(answer.body.releaseUntil as string)).toBe(2 * 3_600_000);
    const [told] = await api.kafka.awaitEmitted(NeedMovedSchema, needId);
    expect(told).toMatchObject({ publication: 1, revision: 1, reason: '下雨', movedBy: 'staff-1', location });
    expect([told?.startsAt, told?.endsAt, told?.closesAt, told?.answerBy].map(text)).toEqual([
      startsAt,
      endsAt,
      startsAt,
      answerBy,
    ]);
    const again = await move(needId, { startsAt, endsAt: inHours(50) });
    expect(again).toMatchObject({ status: 200, body: { revision: 2, location } });
    const [, second] = await api.kafka.awaitEmitted(NeedMovedSchema, needId, 2);
    expect(second).toMatchObject({ revision: 2, location: { name: '西山公园' } });
    expect(second).not.toHaveProperty('answerBy');
    const { body } = await api.get(`/v1/needs/${needId}/history`);
    expect(body.items.at(-1)).toMatchObject({ from: 'published', to: 'published', by: 'staff-1', reason: '下雨' });
  });

  it('leaves a filled need filled: the places are the claim service’s', async () => {
    const needId = await published(api, { places: 1 });
    await api.kafka.deliver(held({ needId, volunteerId: 'v-1' }));
    await eventually(async () => expect((await api.get(`/v1/needs/${needId}`)).body.state).toBe('filled'));
    expect(await move(needId)).toMatchObject({ status: 200, body: { state: 'filled' } });
    expect(await pathOf(api, needId)).toEqual(['draft', 'published', 'filled', 'filled']);
  });

  it('counts anew with the next publication', async () => {
    const needId = await published(api);
    await move(needId);
    await api.post(`/v1/needs/${needId}/cancellation`, { reason: 'x' });
    const times = { startsAt: inHours(72), endsAt: inHours(73) };
    await api.post(`/v1/needs/${needId}/reopening`, { reason: 'x', ...times });
    const again = await api.post(`/v1/needs/${needId}/publication`, {});
    expect(again.body).toMatchObject({ publication: 2, revision: 0 });
  });

  it('rests on the version that was read', async () => {
    const needId = await published(api);
    const [first, second] = await Promise.all([move(needId), move(needId, { startsAt: inHours(47) })]);
    expect([first.status, second.status].sort()).toEqual([200, 412]);
    expect(await move(needId, {}, { headers: {} })).toMatchObject({ status: 428, body: { code: 'if-match-required' } });
  });

  it('is for staff of the community', async () => {
    const needId = await published(api);
    const headers = { 'if-match': '"2"' };
    expect(await move(needId, {}, { headers, ...asVolunteer() })).toMatchObject({ status: 403 });
    expect(await move(needId, {}, { headers, as: { community: 'nanmen' } })).toMatchObject({ status: 404 });
    expect(await move(uuidv7(), {}, { headers })).toMatchObject({ status: 404 });
  });

  it('is refused for a draft', async () => {
    expect(await move(await raised(api))).toMatchObject({ status: 409, body: { code: 'need-wrong-state' } });
  });

  it.each<[string, object, string]>([
    ['to where it is', { startsAt: 'same', endsAt: 'same' }, 'need-not-moved'],
    ['into the past', { startsAt: inHours(-1), endsAt: inHours(1) }, 'need-starts-in-the-past'],
    ['to an end before its start', { startsAt: inHours(5), endsAt: inHours(4) }, 'need-ends-before-start'],
    ['for more than a day', { startsAt: inHours(5), endsAt: inHours(30) }, 'need-too-long'],
    ['asking until after the start', { answerBy: inHours(48.5) }, 'need-answer-out-of-time'],
    ['asking until yesterday', { answerBy: inHours(-24) }, 'need-answer-out-of-time'],
    ['to before it opens', { startsAt: inHours(2), endsAt: inHours(3) }, 'need-opens-after-start'],
  ])('is refused %s', async (_, wish, code) => {
    const times = { startsAt: inHours(24), endsAt: inHours(26) };
    const needId = await published(api, times, { opensAt: inHours(10) });
    const same = Object.values(wish).includes('same') ? times : wish;
    expect(await move(needId, same)).toMatchObject({ status: 422, body: { code } });
  });
});
