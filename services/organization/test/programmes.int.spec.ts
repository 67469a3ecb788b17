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
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import {
  accepted,
  aName,
  applied,
  as,
  at,
  expectBody,
  inDays,
  openProgramme,
  reason,
  runNow,
  type Body,
} from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
}, 60_000);
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
      ...{ activities: 1, peopleSpokenTo: 120, householdsVisited: 45, materialsUsed: 110, piecesReceived: 0 },
    });
    expect(await record()).toMatchObject({ status: 409, body: { code: 'activity-wrong-state' } });
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
    expectBody(await step('dispatch', { waybill: 'SF-1' }));
    expect(expectBody(await step('receipt', { pieces: 98, receipt: 'https://files.example.org/r.jpg' }))).toMatchObject(
      {
        ...{ state: 'received', piecesReceived: 98, waybill: 'SF-1' },
      },
    );
    await api.kafka.awaitEmitted(GoodsSentSchema, shipment.id);
    expect(await api.kafka.awaitEmitted(GoodsReceivedSchema, shipment.id)).toMatchObject([
      { pieces: 98, complete: false },
    ]);
    expect(expectBody(await api.get(`/v1/campaigns/${id}`), 200).reach).toMatchObject({ piecesReceived: 98 });
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
