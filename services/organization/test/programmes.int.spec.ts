import {
  ActivityCancelledSchema,
  ActivityHeldSchema,
  ActivityScheduledSchema,
  CampaignEndedSchema,
  CampaignStartedSchema,
  GoodsReceivedSchema,
  GoodsSentSchema,
  NeedAroseSchema,
  NeedLapsedSchema,
  ProgrammeClosedSchema,
  ProgrammeOpenedSchema,
} from '@huying/contracts';
import { announcedUntil } from '@huying/calendar';
import { aName, as, type Body, expectBody, runNow, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import { accepted, applied, at, inDays, openProgramme, reason } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

const aCampaign = (programmeId: string, fields: object = {}) => ({
  ...{ programmeId, title: '潮城大喇叭:入户宣传', place: '西山小区', recurrence: 'FREQ=WEEKLY', minutes: 120 },
  ...{ firstStartsAt: at(inDays(2), '09:00'), onHolidays: true, catalogueItemCode: 'CP-007', volunteers: 30 },
  ...{ personInCharge: '社工小周', materials: [{ name: '宣传册', pieces: 500 }], ...fields },
});
const started = async (fields: object = {}): Promise<Body> => {
  const { id } = await openProgramme(api, 'campaign');
  return expectBody(await api.post('/v1/campaigns', aCampaign(id, fields)));
};
const activitiesOf = async (id: string): Promise<Body[]> =>
  expectBody(await api.get(`/v1/campaigns/${id}/activities?limit=100`), 200).items;

describe('a programme', () => {
  it('is planned, opened and closed with its results by its organisation', async () => {
    const account = aName('org-');
    const { id: organizationId } = await accepted(api, { accountId: account });
    const own = as('organisation', account);
    const wish = {
      organizationId,
      kind: 'other',
      name: '121爱回家',
      purpose: '寻人',
      fromOn: inDays(0),
      untilOn: inDays(300),
    };
    expect((await api.post('/v1/programmes', wish, as('organisation', 'stranger'))).status).toBe(403);
    const { id } = expectBody(await api.post('/v1/programmes', wish, own));
    const step = (what: string, body: object = {}) => api.post(`/v1/programmes/${id}/${what}`, body, own);
    expect(await step('closure', { results: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'programme-wrong-state' },
    });
    expectBody(await step('opening'));
    expect(expectBody(await step('closure', { results: '四百位老人回家' }))).toMatchObject({
      results: '四百位老人回家',
    });
    for (const schema of [ProgrammeOpenedSchema, ProgrammeClosedSchema]) await api.kafka.awaitEmitted(schema, id);
    const { items } = expectBody(
      await api.get(`/v1/programmes?organizationId=${organizationId}`, as('resident', 'r')),
      200,
    );
    expect(items).toMatchObject([{ id, state: 'closed' }]);
    expect((await api.get(`/v1/programmes/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
  });

  it('is run by organisations at work only, within a time', async () => {
    const { id } = await applied(api);
    const wish = { organizationId: id, kind: 'other', name: 'x', purpose: 'x', fromOn: inDays(0), untilOn: inDays(3) };
    expect(await api.post('/v1/programmes', wish)).toMatchObject({
      status: 409,
      body: { code: 'programme-organization-not-at-work' },
    });
    const { id: organizationId } = await accepted(api);
    expect(await api.post('/v1/programmes', { ...wish, organizationId, untilOn: inDays(-1) })).toMatchObject({
      body: { code: 'programme-period-upside-down' },
    });
    expect(await api.post('/v1/programmes', { ...wish, organizationId: uuidv7() })).toMatchObject({
      status: 422,
      body: { code: 'programme-unknown-organization' },
    });
  });

  it('is not closed while a campaign is running', async () => {
    const { programmeId, id } = await started();
    expect(await api.post(`/v1/programmes/${programmeId}/closure`, { results: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'programme-still-running' },
    });
    expectBody(await api.post(`/v1/campaigns/${id}/end`, reason));
    expectBody(await api.post(`/v1/programmes/${programmeId}/cancellation`, reason));
  });
});

describe('a campaign', () => {
  it('publishes needs by itself from its calendar, four weeks ahead, and goes on as time does', async () => {
    const { id, programmeId, organizationId } = await started();
    await api.kafka.awaitEmitted(CampaignStartedSchema, id);
    const activities = await activitiesOf(id);
    expect(activities).toHaveLength(4);
    for (const { id: activityId, needId, startsAt } of activities) {
      const [scheduled] = await api.kafka.awaitEmitted(ActivityScheduledSchema, activityId);
      expect(scheduled).toMatchObject({ needId, volunteers: 30 });
      const [arose] = await api.kafka.awaitEmitted(NeedAroseSchema, needId);
      expect(arose).toMatchObject({
        ...{ origin: { kind: 'activity', id: activityId, organizationId, programmeId }, publish: true, places: 30 },
        catalogueItemCode: 'CP-007',
      });
      expect(Number(arose?.startsAt?.seconds) * 1_000).toBe(Date.parse(startsAt));
    }
    await runNow(api, 'schedule-activities');
    expect(await activitiesOf(id)).toHaveLength(4);
    api.clock.advance({ hours: 24 * 14 });
    await runNow(api, 'schedule-activities');
    api.clock.release();
    expect(await activitiesOf(id)).toHaveLength(6);
  });

  it('rests on the holidays of China, unless it is meant for them', async () => {
    api.clock.set('2026-09-20T00:00:00Z');
    try {
      const days = { recurrence: 'FREQ=DAILY', firstStartsAt: '2026-09-29T09:00:00+08:00' };
      const starts = async (onHolidays: boolean) => {
        const { id } = await started({ ...days, onHolidays });
        return (await activitiesOf(id)).map(({ startsAt }) =>
          Temporal.Instant.from(startsAt).toZonedDateTimeISO('Asia/Shanghai').toPlainDate().toString(),
        );
      };
      expect((await starts(false)).slice(0, 4)).toEqual(['2026-09-29', '2026-09-30', '2026-10-08', '2026-10-09']);
      expect((await starts(true)).slice(0, 4)).toEqual(['2026-09-29', '2026-09-30', '2026-10-01', '2026-10-02']);
    } finally {
      api.clock.release();
    }
  });

  it('says until when the holidays are known by which it goes', async () => {
    const { id } = await started();
    const { holidaysAnnouncedUntil } = expectBody(await api.get(`/v1/campaigns/${id}`), 200);
    expect(holidaysAnnouncedUntil).toBe(announcedUntil.toString());
    const metrics = await api.service.metrics.metrics();
    const until = /huying_holidays_announced_until_timestamp_seconds\{[^}]*\} (\S+)/.exec(metrics)?.[1];
    expect(Number(until)).toBe(Date.parse(at(announcedUntil.add({ days: 1 }).toString(), '00:00')) / 1_000);
  });

  it('counts what it reached, and does not count what has not begun', async () => {
    const { id } = await started();
    const [first] = await activitiesOf(id);
    const reach = { peopleSpokenTo: 120, householdsVisited: 45, materialsUsed: [{ name: '宣传册', pieces: 110 }] };
    const record = (fields: object = {}) =>
      api.post(`/v1/campaigns/activities/${first.id}/reach`, { ...reach, ...fields });
    expect(await record()).toMatchObject({ status: 409, body: { code: 'activity-not-begun' } });
    api.clock.set(first.startsAt);
    expect(await record({ materialsUsed: [{ name: '气球', pieces: 1 }] })).toMatchObject({
      body: { code: 'activity-material-unknown' },
    });
    expectBody(await record());
    api.clock.release();
    const [held] = await api.kafka.awaitEmitted(ActivityHeldSchema, first.id);
    expect(held).toMatchObject({ peopleSpokenTo: 120, householdsVisited: 45 });
    expect(expectBody(await api.get(`/v1/campaigns/${id}`), 200).reach).toEqual({
      ...{ activities: 1, peopleSpokenTo: 120, householdsVisited: 45, materialsUsed: 110 },
      ...{ piecesCollected: 0, piecesSent: 0, piecesReceived: 0 },
    });
    expect(expectBody(await api.get(`/v1/campaigns/activities/${first.id}`), 200)).toMatchObject({ state: 'held' });
    expect(await record()).toMatchObject({ status: 409, body: { code: 'activity-wrong-state' } });
  });

  it('uses no more of its materials than there are, whatever is recorded at once', async () => {
    const { id } = await started({ recurrence: 'FREQ=DAILY;COUNT=4', materials: [{ name: '宣传册', pieces: 100 }] });
    const activities = await activitiesOf(id);
    api.clock.set(activities.at(-1).endsAt);
    const record = (activity: Body, ...pieces: number[]) =>
      api.post(`/v1/campaigns/activities/${activity.id}/reach`, {
        ...{ peopleSpokenTo: 1, householdsVisited: 1 },
        materialsUsed: pieces.map((count) => ({ name: '宣传册', pieces: count })),
      });
    const answers = await Promise.all(activities.slice(0, 3).map((activity) => record(activity, 40)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body).toMatchObject({
      code: 'activity-material-used-up',
      detail: expect.stringContaining('20'),
    });
    // Named twice counts together.
    expect(await record(activities[3], 15, 15)).toMatchObject({ body: { code: 'activity-material-used-up' } });
    expectBody(await record(activities[3], 15, 5));
    api.clock.release();
    const file = expectBody(await api.get(`/v1/campaigns/${id}`), 200);
    expect(file).toMatchObject({ materialsLeft: [{ name: '宣传册', pieces: 0 }], reach: { materialsUsed: 100 } });
  });

  it('has what is scheduled in a stretch of time cancelled together, and goes on after it', async () => {
    const { id } = await started({ recurrence: 'FREQ=DAILY' });
    const activities = await activitiesOf(id);
    const stretch = (from: number, until: number) =>
      api.post(`/v1/campaigns/${id}/activities/cancellation`, {
        ...{ from: at(inDays(from), '00:00'), until: at(inDays(until), '00:00') },
        reason: '台风',
      });
    const cancelled = expectBody(await stretch(4, 7)).items as Body[];
    expect(cancelled.map(({ startsAt, state }) => [startsAt, state])).toEqual(
      [4, 5, 6].map((day) => [at(inDays(day), '09:00'), 'cancelled']),
    );
    for (const { needId } of cancelled) await api.kafka.awaitEmitted(NeedLapsedSchema, needId);
    await runNow(api, 'schedule-activities');
    const after = await activitiesOf(id);
    expect(after.filter(({ state }) => state === 'cancelled')).toHaveLength(3);
    expect(after).toHaveLength(activities.length);
    expect(await stretch(4, 7)).toMatchObject({ status: 409, body: { code: 'activity-none-ahead' } });
    expect(await stretch(7, 4)).toMatchObject({ status: 422, body: { code: 'activity-not-ahead' } });
    expect(await stretch(-4, -2)).toMatchObject({ status: 422, body: { code: 'activity-not-ahead' } });
  });

  it('lets needs lapse when an activity is cancelled, and all to come when it ends', async () => {
    const { id } = await started();
    const activities = await activitiesOf(id);
    expectBody(await api.post(`/v1/campaigns/activities/${activities[0].id}/cancellation`, reason));
    expectBody(await api.post(`/v1/campaigns/${id}/end`, reason));
    await api.kafka.awaitEmitted(CampaignEndedSchema, id);
    for (const { id: activityId, needId } of activities) {
      expect(await api.kafka.awaitEmitted(ActivityCancelledSchema, activityId)).toHaveLength(1);
      expect(await api.kafka.awaitEmitted(NeedLapsedSchema, needId)).toHaveLength(1);
    }
    expect(await api.post(`/v1/campaigns/${id}/end`, reason)).toMatchObject({ body: { code: 'campaign-wrong-state' } });
  });

  it('sends goods, and knows from the other side what came', async () => {
    const { id } = await started();
    const goods = { goods: '冬衣', pieces: 100, destination: '沙雅县某小学' };
    const shipment = expectBody(await api.post(`/v1/campaigns/${id}/shipments`, goods));
    const step = (what: string, body: object) => api.post(`/v1/campaigns/shipments/${shipment.id}/${what}`, body);
    expect(await step('receipt', { pieces: 1, receipt: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'shipment-wrong-state' },
    });
    expect(await step('dispatch', { waybill: 'SF-1', pieces: 101 })).toMatchObject({
      status: 422,
      body: { code: 'shipment-more-than-collected' },
    });
    expect(expectBody(await step('dispatch', { waybill: 'SF-1', pieces: 99 }))).toMatchObject({ piecesSent: 99 });
    expect(await step('receipt', { pieces: 100, receipt: 'x' })).toMatchObject({
      status: 422,
      body: { code: 'shipment-more-than-sent', detail: expect.stringContaining('99') },
    });
    expect(expectBody(await step('receipt', { pieces: 98, receipt: 'https://files.example.org/r.jpg' }))).toMatchObject(
      {
        ...{ state: 'received', piecesReceived: 98, waybill: 'SF-1' },
      },
    );
    await api.kafka.awaitEmitted(GoodsSentSchema, shipment.id);
    expect(await api.kafka.awaitEmitted(GoodsReceivedSchema, shipment.id)).toMatchObject([
      { pieces: 98, complete: false },
    ]);
    expect(expectBody(await api.get(`/v1/campaigns/${id}`), 200).reach).toMatchObject({
      ...{ piecesCollected: 100, piecesSent: 99, piecesReceived: 98 },
    });
    expect(expectBody(await api.get(`/v1/campaigns/shipments/${shipment.id}`), 200)).toMatchObject({ piecesSent: 99 });
  });

  it.each<[string, object, string]>([
    ['a rule that nobody can read', { recurrence: 'weekly' }, 'campaign-recurrence-unreadable'],
    ['its first activity in the past', { firstStartsAt: at(inDays(-1), '09:00') }, 'campaign-first-in-the-past'],
    ['an item that is not in the catalogue', { catalogueItemCode: 'CP-999' }, 'arising-need-unknown-item'],
  ])('is not started with %s', async (_, fields, code) => {
    const { id } = await openProgramme(api, 'campaign');
    expect(await api.post('/v1/campaigns', aCampaign(id, fields))).toMatchObject({ status: 422, body: { code } });
  });

  it('is of a programme of its kind that is open, and run by its organisation', async () => {
    const { id: classes } = await openProgramme(api, 'classes');
    expect(await api.post('/v1/campaigns', aCampaign(classes))).toMatchObject({
      body: { code: 'programme-wrong-kind' },
    });
    const { id } = await openProgramme(api, 'campaign');
    expect((await api.post('/v1/campaigns', aCampaign(id), as('organisation', 'stranger'))).status).toBe(403);
    await api.post(`/v1/programmes/${id}/closure`, { results: 'x' });
    expect(await api.post('/v1/campaigns', aCampaign(id))).toMatchObject({
      body: { code: 'campaign-programme-not-open' },
    });
  });
});
