import {
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
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { aClass, held, openClass, openTerm, pupil, released } from './classes.examples.js';
import { as, at, expectBody, inDays, opened, reason, type Body } from './examples.js';
import { organizationService } from '../src/index.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
}, 60_000);
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
