import {
  ClassChangedSchema,
  ClassCompletedSchema,
  ClassOpenedSchema,
  NeedAroseSchema,
  NeedLapsedSchema,
  PupilGraduatedSchema,
  SessionCancelledSchema,
  SessionHeldSchema,
  SessionScheduledSchema,
  TeacherFoundSchema,
  TeacherLostSchema,
  TermEndedSchema,
  TermOpenedSchema,
  toTimestamp,
} from '@huying/contracts';
import { as, type Body, eventually, expectBody, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { aClass, held, openClass, openTerm, pupil, released } from './classes.examples.js';
import { at, inDays, opened, openProgramme, reason } from './examples.js';
import { organizationService } from '../src/index.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

const step = (path: string, what: string, body: object = {}) => api.post(`/v1/${path}/${what}`, body);
const classOf = async (id: string): Promise<Body> => expectBody(await api.get(`/v1/classes/${id}`), 200);

describe('a term', () => {
  it('does not overlap another of its programme', async () => {
    const { id, programmeId, fromOn, untilOn } = await openTerm(api);
    await api.kafka.awaitEmitted(TermOpenedSchema, id);
    const plan = (from: string, until: string) =>
      api.post('/v1/terms', {
        programmeId,
        name: '二期',
        fromOn: from,
        untilOn: until,
        enrolmentOpensAt: at(inDays(0), '09:00'),
      });
    expect(await plan(untilOn, inDays(30))).toMatchObject({ status: 409, body: { code: 'term-overlaps' } });
    expect(await plan(fromOn, untilOn)).toMatchObject({ status: 409, body: { code: 'term-overlaps' } });
    expectBody(await plan(inDays(21), inDays(30)));
    const answers = await Promise.all([1, 2, 3, 4].map(() => plan(inDays(40), inDays(50))));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  });

  it.each<[string, object, string]>([
    ['ends before it begins', { untilOn: inDays(4) }, 'term-upside-down'],
    ['goes on after its programme', { untilOn: inDays(400) }, 'term-upside-down'],
    [
      'can be enrolled in only when it has begun',
      { enrolmentOpensAt: at(inDays(5), '09:00') },
      'term-enrolment-too-late',
    ],
  ])('that %s is refused', async (_, fields, code) => {
    const { programmeId } = await openTerm(api, { fromOn: inDays(60), untilOn: inDays(70) });
    const wish = {
      programmeId,
      name: 'x',
      fromOn: inDays(5),
      untilOn: inDays(9),
      enrolmentOpensAt: at(inDays(0), '09:00'),
    };
    expect(await api.post('/v1/terms', { ...wish, ...fields })).toMatchObject({ status: 422, body: { code } });
  });

  it('ends when its classes have, and is run by its organisation', async () => {
    const { id, termId } = await openClass(api, { recurrence: undefined });
    expect(await step(`terms/${termId}`, 'end')).toMatchObject({ status: 409, body: { code: 'term-classes-running' } });
    expect((await api.post(`/v1/terms/${termId}/end`, {}, as('organisation', 'stranger'))).status).toBe(403);
    expectBody(await step(`classes/${id}`, 'cancellation', reason));
    expectBody(await step(`terms/${termId}`, 'end'));
    expect(await api.kafka.awaitEmitted(TermEndedSchema, termId)).toMatchObject([{ graduated: 0 }]);
    expect(await step(`terms/${termId}`, 'end')).toMatchObject({ status: 409, body: { code: 'term-wrong-state' } });
    const { id: venueId } = await opened(api);
    expect(await api.post('/v1/classes', aClass(termId, venueId))).toMatchObject({
      status: 409,
      body: { code: 'class-term-not-open' },
    });
  });

  it('is of a programme of classes that is open', async () => {
    const { id: programmeId } = await openProgramme(api, 'campaign');
    const wish = {
      programmeId,
      name: 'x',
      fromOn: inDays(5),
      untilOn: inDays(9),
      enrolmentOpensAt: at(inDays(0), '09:00'),
    };
    expect(await api.post('/v1/terms', wish)).toMatchObject({
      status: 409,
      body: { code: 'term-programme-not-open' },
    });
  });
});

describe('a class', () => {
  it('has its room booked and a need for a teacher in each session, and opens when there is one', async () => {
    const term = await openTerm(api);
    const { id: venueId, name } = await opened(api);
    const planned = expectBody(await api.post('/v1/classes', aClass(term.id, venueId)));
    expect(planned).toMatchObject({
      state: 'planned',
      enrolled: 0,
      sessions: [{ hasTeacher: false }, { hasTeacher: false }],
    });
    for (const { id, needId } of planned.sessions) {
      expect(await api.kafka.awaitEmitted(SessionScheduledSchema, id)).toMatchObject([{ needId, venueId }]);
      const [need] = await api.kafka.awaitEmitted(NeedAroseSchema, needId);
      expect(need).toMatchObject({
        publish: true,
        places: 1,
        skills: ['teaching'],
        location: { name },
        catalogueItemCode: 'CP-006',
      });
    }
    const bookings = expectBody(await api.get(`/v1/bookings?venueId=${venueId}`), 200);
    expect(bookings.items).toMatchObject([{ people: 41, seriesId: planned.id }, {}]);

    expect(await step(`classes/${planned.id}`, 'opening')).toMatchObject({
      status: 409,
      body: { code: 'class-without-teacher' },
    });
    await api.kafka.deliver(held(planned.sessions[0].needId, 'v-teacher'));
    await api.kafka.awaitEmitted(TeacherFoundSchema, planned.sessions[0].id);
    expect(expectBody(await step(`classes/${planned.id}`, 'opening'))).toMatchObject({ state: 'open' });
    expect(await api.kafka.awaitEmitted(ClassOpenedSchema, planned.id)).toMatchObject([
      { places: 40, minimumAge: 6, startsAt: toTimestamp(Temporal.Instant.from(planned.sessions[0].startsAt)) },
    ]);
  });

  it('replaces a teacher who drops out by whoever claims the place', async () => {
    const { id, sessions } = await openClass(api);
    const [, second] = sessions;
    await api.kafka.deliver(released(second.needId, 'v-teacher'));
    expect(await api.kafka.awaitEmitted(TeacherLostSchema, second.id)).toMatchObject([{ teacherId: 'v-teacher' }]);
    expect((await classOf(id)).sessions).toMatchObject([{ hasTeacher: true }, { hasTeacher: false }]);
    await api.kafka.deliver(held(second.needId, 'v-other'));
    await eventually(async () => expect((await classOf(id)).sessions[1]).toMatchObject({ hasTeacher: true }));
    expect(await api.kafka.awaitEmitted(TeacherFoundSchema, second.id, 2)).toMatchObject([
      {},
      { teacherId: 'v-other' },
    ]);
  });

  it('is planned with its room, or not at all', async () => {
    const term = await openTerm(api);
    const { id: venueId } = await opened(api);
    expectBody(await api.post('/v1/classes', aClass(term.id, venueId)));
    expect(await api.post('/v1/classes', aClass(term.id, venueId))).toMatchObject({
      status: 409,
      body: { code: 'booking-taken' },
    });
    expect(expectBody(await api.get(`/v1/classes?termId=${term.id}`), 200).items).toHaveLength(1);
  });

  it.each<[string, object, string]>([
    ['ages upside down', { minimumAge: 10, maximumAge: 9 }, 'class-ages-upside-down'],
    ['sessions after the term', { recurrence: 'FREQ=DAILY;COUNT=30' }, 'class-outside-term'],
    ['sessions before the term', { startsAt: at(inDays(3), '09:00') }, 'class-outside-term'],
    ['a rule that nobody can read', { recurrence: 'daily' }, 'class-recurrence-unreadable'],
    ['more children than the room holds', { places: 60 }, 'booking-too-many-people'],
  ])('is not planned with %s', async (_, fields, code) => {
    const term = await openTerm(api);
    const { id: venueId } = await opened(api);
    expect(await api.post('/v1/classes', aClass(term.id, venueId, fields))).toMatchObject({
      status: 422,
      body: { code },
    });
  });

  it('gets more places, another room or other days, and its teachers are looked for anew where they change', async () => {
    const { id, sessions, venueId } = await openClass(api, { skills: ['calligraphy'] });
    await pupil(api, id);
    const change = async (fields: object) => {
      const { version } = await classOf(id);
      const body = { places: 40, venueId, ...reason, ...fields };
      return api.request('PUT', `/v1/classes/${id}`, { headers: { 'if-match': `"${version}"` }, body });
    };
    const more = expectBody(await change({ places: 45 }), 200);
    expect(more).toMatchObject({
      places: 45,
      sessions: sessions.map((one: Body) => ({ id: one.id, hasTeacher: true })),
    });
    expect(expectBody(await api.get(`/v1/bookings?venueId=${venueId}`), 200).items).toMatchObject([
      { people: 46 },
      { people: 46 },
    ]);
    const { id: other, name } = await opened(api);
    const startsAt = at(inDays(8), '10:00');
    const moved = expectBody(await change({ venueId: other, startsAt, recurrence: 'FREQ=DAILY;COUNT=3' }), 200);
    expect(moved).toMatchObject({ venueId: other, startsAt });
    const ahead = (moved.sessions as Body[]).filter(({ state }) => state === 'scheduled');
    expect(ahead.map(({ hasTeacher }) => hasTeacher)).toEqual([false, false, false]);
    for (const { needId } of sessions) await api.kafka.awaitEmitted(NeedLapsedSchema, needId);
    for (const { needId } of ahead) {
      expect(await api.kafka.awaitEmitted(NeedAroseSchema, needId)).toMatchObject([
        { location: { name }, skills: ['calligraphy'] },
      ]);
    }
    expect(expectBody(await api.get(`/v1/bookings?venueId=${venueId}&state=booked`), 200).items).toEqual([]);
    const told = await api.kafka.awaitEmitted(ClassChangedSchema, id, 2);
    expect(told).toMatchObject([
      { places: 45, venueId },
      { places: 40, venueId: other, startsAt: toTimestamp(Temporal.Instant.from(startsAt)) },
    ]);
    expect(told[1]!.revision).toBeGreaterThan(told[0]!.revision);
    // Only another room: the days and hours stay.
    const back = expectBody(await change({ venueId }), 200);
    const times = (of: Body[]) => of.filter(({ state }) => state === 'scheduled').map((one) => one.startsAt);
    expect(times(back.sessions)).toEqual(times(moved.sessions));
  });

  it.each<[string, number, object, string]>([
    ['fewer places than children', 409, { places: 1 }, 'class-places-below-enrolled'],
    ['more children than the room holds', 422, { places: 60 }, 'booking-too-many-people'],
    ['days outside the term', 422, { startsAt: at(inDays(40), '09:00') }, 'class-outside-term'],
    [
      'a rule that nobody can read',
      422,
      { startsAt: at(inDays(8), '09:00'), recurrence: 'daily' },
      'class-recurrence-unreadable',
    ],
  ])('is not changed to %s', async (_, status, fields, code) => {
    const { id, sessions, venueId } = await openClass(api);
    for (let count = 0; count < 2; count += 1) await pupil(api, id);
    const { version } = await classOf(id);
    const body = { places: 40, venueId, ...reason, ...fields };
    const put = (headers: Record<string, string>) => api.request('PUT', `/v1/classes/${id}`, { headers, body });
    expect(await put({ 'if-match': `"${version}"` })).toMatchObject({ status, body: { code } });
    expect((await put({})).status).toBe(428);
    expect(await put({ 'if-match': `"${version + 7}"` })).toMatchObject({ status: 412 });
    expect(await classOf(id)).toMatchObject({ places: 40, sessions: sessions.map((one: Body) => ({ id: one.id })) });
  });

  it('cannot be moved once no session is to come', async () => {
    const { id, sessions, venueId } = await openClass(api, { recurrence: undefined });
    api.clock.set(sessions[0].startsAt);
    const { version } = await classOf(id);
    const body = { places: 40, venueId, startsAt: at(inDays(8), '09:00'), ...reason };
    const answer = await api.request('PUT', `/v1/classes/${id}`, { headers: { 'if-match': `"${version}"` }, body });
    api.clock.release();
    expect(answer).toMatchObject({ status: 409, body: { code: 'class-nothing-ahead' } });
  });

  it('is called off with its sessions, rooms, needs and enrolments', async () => {
    const { id, sessions, venueId } = await openClass(api);
    const { guardian } = await pupil(api, id);
    expectBody(await step(`classes/${id}`, 'cancellation', reason));
    for (const session of sessions) {
      await api.kafka.awaitEmitted(SessionCancelledSchema, session.id);
      await api.kafka.awaitEmitted(NeedLapsedSchema, session.needId);
    }
    expect(expectBody(await api.get(`/v1/bookings?venueId=${venueId}&state=booked`), 200).items).toEqual([]);
    expect(expectBody(await api.get('/v1/enrolments', guardian), 200).items).toMatchObject([{ state: 'withdrawn' }]);
    expect(await step(`classes/${id}`, 'opening')).toMatchObject({ status: 409, body: { code: 'class-wrong-state' } });
    expect(await step(`class-sessions/${sessions[0].id}`, 'cancellation', reason)).toMatchObject({
      status: 409,
      body: { code: 'session-wrong-state' },
    });
  });
});

describe('graduation', () => {
  it('is for who came often enough, with a list and events', async () => {
    const { id, sessions, termId } = await openClass(api);
    const [good, rare] = [await pupil(api, id), await pupil(api, id)];
    expect(await classOf(id)).toMatchObject({ enrolled: 2, waiting: 0 });
    expect(await step(`classes/${id}`, 'graduation')).toMatchObject({
      status: 409,
      body: { code: 'class-sessions-ahead' },
    });
    for (const [index, session] of sessions.entries()) {
      api.clock.set(session.startsAt);
      const present = index === 0 ? [good.childId, rare.childId] : [good.childId];
      expectBody(await step(`class-sessions/${session.id}`, 'attendance', { present }));
    }
    const { graduated } = expectBody(await step(`classes/${id}`, 'graduation'));
    api.clock.release();
    expect(graduated).toEqual([good.childId]);
    const [held1] = await api.kafka.awaitEmitted(SessionHeldSchema, sessions[0].id);
    expect(held1).toMatchObject({ present: 2, absent: 0 });
    await api.kafka.awaitEmitted(ClassCompletedSchema, id);
    const enrolments = expectBody(await api.get(`/v1/enrolments?classId=${id}`), 200).items;
    expect(enrolments).toMatchObject([{ state: 'graduated' }, { state: 'ended' }]);
    expect(await api.kafka.awaitEmitted(PupilGraduatedSchema, enrolments[0].id)).toMatchObject([
      { attended: 2, sessions: 2 },
    ]);
    expectBody(await step(`terms/${termId}`, 'end'));
    expect(await api.kafka.awaitEmitted(TermEndedSchema, termId)).toMatchObject([{ graduated: 1 }]);
  });
});
