import { NeedPublishedSchema, NeedRaisedSchema } from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { requestService } from '../src/index.js';
import { asVolunteer, inHours, published, raised, violations } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(requestService);
});
afterAll(() => api.stop());

interface Item {
  readonly id: string;
  readonly startsAt: string;
  readonly [field: string]: unknown;
}
const plan = (needId: string, wish: object, request = {}) => api.post(`/v1/needs/${needId}/series`, wish, request);
const shifts = [
  { startsAt: inHours(30), endsAt: inHours(32), places: 5 },
  { startsAt: inHours(24), endsAt: inHours(26) },
  { startsAt: inHours(24), endsAt: inHours(27), places: 1 },
];

describe('several shifts of one need', () => {
  it('become drafts like the first, all of one series', async () => {
    const requirements = { skills: ['cooking'], trainings: ['first-aid'] };
    const needId = await raised(api, { requirements });
    const answer = await plan(needId, { shifts, limit: 1 });
    expect(answer).toMatchObject({ status: 201, body: { limit: 1 } });
    const { id: seriesId, items } = answer.body as { id: string; items: Item[] };
    expect(items).toMatchObject([
      { id: needId, startsAt: shifts[1]?.startsAt, endsAt: shifts[1]?.endsAt, places: 2 },
      { startsAt: shifts[2]?.startsAt, endsAt: shifts[2]?.endsAt, places: 1 },
      { startsAt: shifts[0]?.startsAt, endsAt: shifts[0]?.endsAt, places: 5 },
    ]);
    for (const item of items) {
      expect(item).toMatchObject({ seriesId, seriesLimit: 1, state: 'draft', requirements, title: items[0]?.title });
      const reason = item.id === needId ? '' : `like ${needId}`;
      expect(await api.kafka.awaitEmitted(NeedRaisedSchema, item.id)).toMatchObject([{ raisedBy: 'staff-1', reason }]);
      expect((await api.get(`/v1/needs/${item.id}`)).body).toMatchObject({ seriesId, privateDetails: '3幢2单元501' });
    }
    expect((await api.get(`/v1/series/${seriesId}`)).body).toMatchObject({
      id: seriesId,
      limit: 1,
      items: [{}, {}, {}],
    });
  });

  it('are planned once, also when two try at once', async () => {
    const needId = await raised(api);
    const answers = await Promise.all([plan(needId, { shifts }), plan(needId, { shifts })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(await plan(needId, { shifts })).toMatchObject({ body: { code: 'need-in-a-series' } });
  });
});

describe('a need that recurs', () => {
  it('is planned by its rule in the community’s zone, and published as one', async () => {
    const needId = await raised(api);
    const planned = await plan(needId, { recurrence: 'FREQ=WEEKLY;COUNT=4', limit: 2 });
    expect(planned.status).toBe(201);
    const { id: seriesId, items } = planned.body as { id: string; items: Item[] };
    const starts = items.map(({ startsAt }) => Date.parse(startsAt));
    expect(starts.slice(1).map((at, index) => at - starts[index]!)).toEqual(Array(3).fill(7 * 24 * 3_600_000));
    expect(items[0]?.id).toBe(needId);

    const opensAt = inHours(1);
    const answer = await api.post(`/v1/series/${seriesId}/publication`, {
      opensAt,
      restHours: 3,
      dispatch: 'approval',
    });
    expect(answer.status).toBe(201);
    for (const item of answer.body.items as Item[]) {
      const told = { opensAt, closesAt: item.startsAt, restHours: 3, dispatch: 'approval', privateDetails: null };
      expect(item).toMatchObject({ ...told, state: 'published' });
      const [event] = await api.kafka.awaitEmitted(NeedPublishedSchema, item.id);
      expect(event).toMatchObject({ seriesId, seriesLimit: 2, restHours: 3 });
    }
    expect(await api.post(`/v1/series/${seriesId}/publication`, {})).toMatchObject({
      status: 409,
      body: { code: 'need-series-without-drafts' },
    });
  });

  it('is published whole or not at all', async () => {
    const needId = await raised(api);
    const { body } = await plan(needId, { recurrence: 'FREQ=WEEKLY;COUNT=3' });
    const opensAt = inHours(30);
    const refused = await api.post(`/v1/series/${body.id}/publication`, { opensAt });
    expect(refused).toMatchObject({ status: 422, body: { code: 'need-opens-after-start' } });
    const { items } = (await api.get(`/v1/series/${body.id}`)).body as { items: Item[] };
    expect(items.map(({ state }) => state)).toEqual(['draft', 'draft', 'draft']);
  });

  it('leaves alone what was published, or called off, before', async () => {
    const needId = await raised(api);
    const { body } = await plan(needId, { recurrence: 'FREQ=WEEKLY;COUNT=3' });
    await api.post(`/v1/needs/${needId}/publication`, {});
    await api.post(`/v1/needs/${body.items[1].id}/cancellation`, { reason: 'x' });
    const answer = await api.post(`/v1/series/${body.id}/publication`, {});
    const items = answer.body.items as Item[];
    expect(items.map(({ state, publication }) => `${state as string} ${publication as number}`)).toEqual([
      'published 1',
      'cancelled 0',
      'published 1',
    ]);
  });
});

describe('a series', () => {
  it('is seen by others as far as it is published', async () => {
    const needId = await raised(api);
    const { body } = await plan(needId, { recurrence: 'FREQ=WEEKLY;COUNT=3' });
    const path = `/v1/series/${body.id}`;
    expect((await api.get(path, asVolunteer())).status).toBe(404);
    await api.post(`/v1/needs/${needId}/publication`, {});
    const seen = (await api.get(path, asVolunteer())).body as { items: Item[] };
    expect(seen.items).toMatchObject([{ id: needId, privateDetails: null }]);
    expect((await api.get(path, { as: { community: 'nanmen' } })).status).toBe(404);
    expect((await api.get(`/v1/series/${uuidv7()}`)).status).toBe(404);
  });

  it('is planned and published by staff of the community only', async () => {
    const needId = await raised(api);
    const wish = { recurrence: 'FREQ=WEEKLY;COUNT=3' };
    expect((await plan(needId, wish, asVolunteer())).status).toBe(403);
    expect((await plan(needId, wish, { as: { community: 'nanmen' } })).status).toBe(404);
    const { body } = await plan(needId, wish);
    const path = `/v1/series/${body.id}/publication`;
    expect((await api.post(path, {}, asVolunteer())).status).toBe(403);
    expect((await api.post(path, {}, { as: { community: 'nanmen' } })).status).toBe(404);
  });

  it.each<[string, object, string]>([
    ['shifts and a rule', { shifts, recurrence: 'FREQ=WEEKLY;COUNT=3' }, 'need-series-one-way'],
    ['neither', {}, 'need-series-one-way'],
    ['no rule', { recurrence: 'weekly' }, 'need-recurrence-unreadable'],
    ['no end', { recurrence: 'FREQ=DAILY' }, 'need-recurs-too-often'],
  ])('is not made of %s', async (_, wish, code) => {
    expect(await plan(await raised(api), wish)).toMatchObject({ status: 422, body: { code } });
  });

  it('is not made of a need that is published', async () => {
    expect(await plan(await published(api), { shifts })).toMatchObject({ body: { code: 'need-wrong-state' } });
  });

  it('is checked field by field', async () => {
    const [first] = shifts;
    const answer = await plan(await raised(api), { shifts: [{ ...first, places: 0 }], recurrence: 7, limit: 101 });
    expect(violations(answer)).toEqual([
      '/limit max',
      '/recurrence isString',
      '/recurrence maxLength',
      '/shifts arrayMinSize',
      '/shifts/0/places min',
    ]);
    const many = await plan(await raised(api), { shifts: Array(51).fill(first) });
    expect(violations(many)).toEqual(['/shifts arrayMaxSize']);
  });
});
