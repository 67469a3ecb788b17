import { create, type Message } from '@bufbuild/protobuf';
import {
  AttendanceMissedSchema,
  CallJoinedToNeedSchema,
  CallReceivedSchema,
  FeedbackGivenSchema,
  NeedCancelledSchema,
  NeedCompletedSchema,
  NeedFilledSchema,
  NeedPublishedSchema,
  NeedRaisedSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesOf,
  ServiceRecordedSchema,
  toTimestamp,
} from '@huying/contracts';
import { eventually, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { districtService } from '../src/index.js';
import { FoldEvents } from '../src/indicators/fold-events.js';

let api: TestService;
beforeAll(async () => {
  api = await TestService.start(districtService);
});
afterAll(() => api.stop());
afterEach(() => api.clock.release());

/** A time of the community's clock. */
const at = (text: string) => toTimestamp(Temporal.ZonedDateTime.from(`${text}[Asia/Shanghai]`).toInstant());
const may = (day: number, time: string) => at(`2026-05-${String(day).padStart(2, '0')}T${time}`);

const ask = (community: string, query: string) =>
  api.get(`/v1/indicators${query}`, { as: { role: 'district', subject: 'd-1', community } });
const day = async (community: string, date: string) =>
  (await ask(community, `?from=${date}&to=${date}`)).body.items[0] as Record<string, unknown>;

/** Delivers events of a community and waits until all of them are in the feed, and so in the indicators. */
async function happened(community: string, ...events: Message[]): Promise<void> {
  const { dataSource } = api.service.database;
  const count = async () =>
    Number(
      (await dataSource.query(`SELECT count(*) FROM district_events WHERE community_id = $1`, [community]))[0].count,
    );
  const before = await count();
  await api.kafka.deliver(...events);
  await eventually(async () => expect(await count()).toBe(before + events.length));
}

const rowsOf = (community: string) =>
  Promise.all(
    ['calls', 'needs', 'services'].map((table) =>
      api.service.database.dataSource.query<unknown[]>(
        `SELECT * FROM indicator_${table} WHERE community_id = $1 ORDER BY id`,
        [community],
      ),
    ),
  );

/** A day on which much happened, in an order that no two topics promise. */
function aFullDay(communityId: string): Message[] {
  const [one, two, three, four] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
  const [early, late] = [uuidv7(), uuidv7()];
  const raised = (needId: string, code: string, callId: string, time: string, due: string) =>
    create(NeedRaisedSchema, {
      ...{ needId, communityId, callId, catalogueItemCode: code, places: 2 },
      ...{ raisedAt: may(4, time), dueAt: may(4, due) },
    });
  const held = (volunteerId: string, time: string, claimId: string = uuidv7(), of = PlacesOf.NEED) =>
    create(PlaceHeldSchema, { needId: one, communityId, claimId, volunteerId, place: 1, heldAt: may(4, time), of });
  const givenBack = uuidv7();
  const served = (volunteerId: string, minutes: number) =>
    create(ServiceRecordedSchema, {
      ...{ claimId: uuidv7(), communityId, needId: one, volunteerId, minutes },
      ...{ until: may(4, '16:00'), recordedAt: may(4, '16:01') },
    });
  return [
    create(CallJoinedToNeedSchema, { callId: early, communityId, needId: one, joinedAt: may(4, '08:10') }),
    create(CallReceivedSchema, { callId: early, communityId, receivedAt: may(4, '08:00') }),
    create(CallReceivedSchema, { callId: late, communityId, receivedAt: may(4, '23:59') }),
    create(CallReceivedSchema, { callId: uuidv7(), communityId, receivedAt: may(5, '00:00') }),
    raised(one, 'SG-001', early, '08:10', '12:00'),
    raised(two, 'SG-001', '', '09:00', '10:00'),
    raised(three, 'SG-001', '', '09:30', '23:00'),
    raised(four, 'SG-004', '', '10:00', '11:00'),
    create(NeedPublishedSchema, { needId: one, communityId, publication: 1, publishedAt: may(4, '08:30') }),
    create(NeedPublishedSchema, { needId: one, communityId, publication: 2, publishedAt: may(4, '15:00') }),
    create(NeedPublishedSchema, { needId: two, communityId, publication: 1, publishedAt: may(4, '10:00') }),
    create(NeedFilledSchema, { needId: one, communityId, places: 2, filledAt: may(4, '08:31') }),
    create(NeedCompletedSchema, { needId: one, communityId, completedAt: may(4, '18:10') }),
    create(NeedCancelledSchema, { needId: four, communityId, cancelledAt: may(4, '10:30') }),
    create(FeedbackGivenSchema, { needId: one, communityId, rating: 4, givenAt: may(4, '19:00') }),
    // Three places for one, one for another; what was given back, and a child's in a class, are nobody's.
    held('v-1', '08:31'),
    held('v-1', '09:31'),
    held('v-1', '10:31'),
    held('v-2', '08:31'),
    held('v-3', '08:31', givenBack),
    held('child-1', '08:31', uuidv7(), PlacesOf.CLASS),
    create(PlaceReleasedSchema, { ...{ needId: one, communityId, claimId: givenBack }, releasedAt: may(4, '09:00') }),
    served('v-1', 90),
    served('v-1', 60),
    served('v-2', 30),
    create(AttendanceMissedSchema, { ...{ claimId: uuidv7(), communityId, needId: one }, missedAt: may(4, '17:00') }),
  ];
}

const asComputed = {
  day: '2026-05-04',
  calls: 2,
  minutesToAnswer: { count: 1, median: 10, p90: 10 },
  needsRaised: 4,
  foundBeforeCall: 0.75,
  minutesToPublish: { count: 2, median: 40, p90: 56 },
  minutesToFill: { count: 1, median: 1, p90: 1 },
  minutesToComplete: { count: 1, median: 600, p90: 600 },
  fulfilment: 0.5,
  satisfaction: 4,
  ratings: 1,
  // The second and the third were due and not filled; the first was filled, the fourth cancelled.
  overdue: [{ itemCode: 'SG-001', count: 2 }],
  commonProblems: [{ itemCode: 'SG-001', count: 3 }],
  volunteersActive: 2,
  hours: 3,
  // Places 1 and 3: 2·(1·1 + 2·3) / (2·4) − 3/2.
  fairness: 0.25,
  noShows: 1,
  noShowShare: 0.25,
};

describe('the indicators of a day', () => {
  it('are computed from its events, whatever order they come in', async () => {
    const [one, other] = [`c-${randomUUID()}`, `c-${randomUUID()}`];
    await happened(one, ...aFullDay(one));
    await happened(other, ...aFullDay(other).reverse());
    expect(await day(one, '2026-05-04')).toEqual(asComputed);
    expect(await day(other, '2026-05-04')).toEqual(asComputed);
  });

  it('are the same when they are computed again from the start', async () => {
    const community = `c-${randomUUID()}`;
    await happened(community, ...aFullDay(community));
    const before = await rowsOf(community);
    const { database } = api.service;
    await database.dataSource.query(
      `UPDATE indicator_needs SET rating = 1, published_at = NULL WHERE community_id = $1`,
      [community],
    );
    expect(await rowsOf(community)).not.toEqual(before);
    await database.withTransaction((tx) => new FoldEvents().again(tx));
    expect(await rowsOf(community)).toEqual(before);
    expect(await day(community, '2026-05-04')).toEqual(asComputed);
  });

  it('keep what began before the oldest event that is kept', async () => {
    const community = `c-${randomUUID()}`;
    await happened(community, ...aFullDay(community));
    const before = await rowsOf(community);
    const { database } = api.service;
    // Whatever is forgotten is forgotten of all communities, up to a place in the feed.
    await database.dataSource.query('DELETE FROM district_events');
    const other = `c-${randomUUID()}`;
    await happened(other, create(CallReceivedSchema, { callId: uuidv7(), communityId: other }));
    await database.withTransaction((tx) => new FoldEvents().again(tx));
    expect(await rowsOf(community)).toEqual(before);
  });

  it('are those of the community’s clock, and a need stays overdue until it is filled or ends', async () => {
    const community = `c-${randomUUID()}`;
    await happened(community, ...aFullDay(community));
    expect(await day(community, '2026-05-05')).toMatchObject({ calls: 1, overdue: [{ itemCode: 'SG-001', count: 2 }] });
    expect(await day(community, '2026-05-03')).toMatchObject({
      calls: 0,
      overdue: [],
      commonProblems: [],
      fairness: null,
    });
    api.clock.set(Temporal.Instant.from('2026-05-04T03:00:00Z'));
    // At eleven in the community the third is not due yet.
    expect(await day(community, '2026-05-04')).toMatchObject({ overdue: [{ itemCode: 'SG-001', count: 1 }] });
  });
});

describe('npm run indicators', () => {
  const main = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
  const command = (...words: string[]) => {
    const env = { PATH: process.env.PATH, ...api.environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };

  it('computes them again, and says from how many events', async () => {
    const community = `c-${randomUUID()}`;
    await happened(community, ...aFullDay(community));
    await api.service.database.dataSource.query('UPDATE indicator_calls SET received_at = NULL');
    const { status, stdout } = command('recompute');
    expect(status).toBe(0);
    expect(stdout).toMatch(/Indicators are those of \d+ events\./);
    expect(await day(community, '2026-05-04')).toEqual(asComputed);
  });

  it('says how it is used', () => {
    expect(command('undo')).toMatchObject({ status: 2, stderr: expect.stringContaining('recompute') as unknown });
  });
});

describe('asking for indicators', () => {
  it('without days gives the last thirty, also where nothing happened', async () => {
    api.clock.set(Temporal.Instant.from('2026-05-04T17:00:00Z'));
    const { body } = await ask(`c-${randomUUID()}`, '');
    expect(body.items).toHaveLength(30);
    expect(body.items.at(-1)).toMatchObject({
      ...{ day: '2026-05-05', calls: 0, minutesToAnswer: { count: 0, median: null, p90: null } },
      ...{ foundBeforeCall: null, fulfilment: null, satisfaction: null, hours: 0, fairness: null, noShowShare: null },
    });
  });

  it('as CSV gives a line for each day under one with names', async () => {
    const community = `c-${randomUUID()}`;
    await happened(community, ...aFullDay(community));
    const answer = await ask(community, '?from=2026-05-04&to=2026-05-05&format=csv');
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [names = '', first = '', second = ''] = answer.text.replace(/^\uFEFF/, '').split('\n');
    expect(names.split(',').slice(0, 5)).toEqual([
      'day',
      'calls',
      'minutesToAnswer.count',
      'minutesToAnswer.median',
      'minutesToAnswer.p90',
    ]);
    expect(first).toBe('2026-05-04,2,1,10,10,4,0.75,2,40,56,1,1,1,1,600,600,0.5,4,1,SG-001:2,SG-001:3,2,3,0.25,1,0.25');
    expect(second).toMatch(/^2026-05-05,1,/);
  });

  it.each([
    ['?from=2026-05-05&to=2026-05-04', 'indicators-days-reversed'],
    ['?from=2025-01-01&to=2026-05-04', 'indicators-too-many-days'],
    ['?from=2026-02-30', 'invalid-input'],
    ['?format=xml', 'invalid-input'],
    ['?community=yangdu', 'invalid-input'],
  ])('by %s is refused with %s', async (query, code) => {
    expect(await ask('xishan', query)).toMatchObject({ status: 422, body: { code } });
  });

  it('is for districts and staff, of their own community', async () => {
    const community = `c-${randomUUID()}`;
    await happened(community, ...aFullDay(community));
    const days = '?from=2026-05-04&to=2026-05-04';
    const as = (role: 'volunteer' | 'staff', where: string) =>
      api.get(`/v1/indicators${days}`, { as: { role, subject: 'x', community: where } });
    expect(await as('volunteer', community)).toMatchObject({ status: 403, body: { code: 'permission-missing' } });
    expect((await as('staff', community)).body.items[0]).toMatchObject({ calls: 2 });
    expect((await as('staff', 'elsewhere')).body.items[0]).toMatchObject({ calls: 0 });
  });
});
