import { create, isMessage } from '@bufbuild/protobuf';
import {
  ClassOpenedSchema,
  FormerPupilForgottenSchema,
  TeacherFoundSchema,
  TeacherLostSchema,
} from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Child, Enrolment, FormerPupil, SessionPresence } from '../../src/classes/child.entity.js';
import type { ClassSession, SchoolClass, Term } from '../../src/classes/class.entity.js';
import {
  enrolmentLife,
  finish,
  forgetPupil,
  formerPupilLife,
  inviteDayOf,
  invitePupil,
  returnPupil,
  VOLUNTEER_AGE,
  withdrawEnrolment,
} from '../../src/classes/enrolment.js';
import {
  cancelSession,
  collect,
  findTeacher,
  holdSession,
  loseTeacher,
  noticeUncollected,
  sessionLife,
} from '../../src/classes/session.js';
import {
  cancelClass,
  changeClass,
  cancelTerm,
  classLife,
  completeClass,
  endTerm,
  openClass,
  openTerm,
  termLife,
} from '../../src/classes/term.js';
import { deedAt, hours, row, start, today, tries } from './tries.js';

/** Terms, classes, sessions, enrolments. */

describe('a term and its classes', () => {
  it('end only when all in them is over, and a class opens only with a teacher', () => {
    let count = 0;
    const counts = fc.nat(1);
    const termDeeds: fc.Arbitrary<Attempt<Term>>[] = [
      fc.constant((term) => openTerm(term, deedAt(0))),
      counts.map((running) => (term) => endTerm(term, { ...deedAt(0), graduated: 0, running: (count = running) })),
      counts.map((running) => (term) => cancelTerm(term, { ...deedAt(0), running: (count = running) })),
    ];
    const begin = () => row<Term>({ state: 'planned', enrolmentOpensAt: start, eraseOn: today });
    tries(termLife, termDeeds, begin, {
      sound: ({ state }) => {
        if (state !== 'open') expect(count).toBe(0);
      },
    });

    let teacherId: string | null = null;
    let openedWith: string | null = null;
    const classDeeds: fc.Arbitrary<Attempt<SchoolClass>>[] = [
      fc.option(fc.constant('v-1')).map((teacher) => (one) => {
        teacherId = teacher;
        const sessions = [row<ClassSession>({ state: 'scheduled', teacherId })];
        return openClass(one, { ...deedAt(0), term: row<Term>({ state: 'open', enrolmentOpensAt: start }), sessions });
      }),
      counts.map(
        (ahead) => (one) => completeClass(one, { ...deedAt(0), graduated: 0, sessionsAhead: (count = ahead) }),
      ),
      fc.tuple(fc.nat(5), fc.nat(5)).map(([places, enrolled]) => (one) => {
        const changed = changeClass(one, { ...deedAt(0), wish: { places, venueId: 'v-2', startsAt: start }, enrolled });
        expect(changed.places).toBeGreaterThanOrEqual(enrolled);
        return changed;
      }),
      fc.constant((one) => cancelClass(one, deedAt(0))),
    ];
    tries(classLife, classDeeds, () => row<SchoolClass>({ state: 'planned', startsAt: start }), {
      fold: (_, event) => {
        if (isMessage(event, ClassOpenedSchema)) openedWith = teacherId;
      },
      sound: ({ state }) => {
        if (state === 'open') expect(openedWith).toBe('v-1');
        if (state === 'completed') expect(count).toBe(0);
      },
    });
  });

  it('hold sessions only with a teacher, and miss only children who were there', () => {
    const pupils = new Set(['c-1']);
    const presence = row<SessionPresence>({ childId: 'c-1', collectedAt: null, needId: null });
    const child = row<Child>({ pickUps: [{ name: '王外婆', phone: '13800138000', relation: '外婆' }] });
    const gone = row<SessionPresence>({ childId: 'c-1', collectedAt: start, needId: null });
    const there = fc.constantFrom(presence, gone, null);
    const someone = fc.constantFrom('v-1', 'v-2');
    const deeds: fc.Arbitrary<Attempt<ClassSession>>[] = [
      someone.map((teacherId) => (session) => findTeacher(session, { teacherId, now: start })),
      someone.map((teacherId) => (session) => loseTeacher(session, { teacherId, now: start })),
      fc.tuple(hours, fc.constantFrom('c-1', 'c-2')).map(
        ([hour, childId]) =>
          (session) =>
            holdSession(session, { ...deedAt(hour), pupils, present: [childId] }),
      ),
      fc.tuple(hours, there).map(([hour, one]) => (session) => {
        const noticed = noticeUncollected(session, { ...deedAt(hour), presence: one, needId: 'n-1' });
        expect([one, hour >= 1]).toEqual([presence, true]);
        return noticed;
      }),
      fc.tuple(there, fc.constantFrom('王外婆', '陌生人')).map(([one, name]) => (session) => {
        const collected = collect(session, { ...deedAt(0), child, presence: one, name });
        expect([one, name]).toEqual([presence, '王外婆']);
        return collected;
      }),
      hours.map((hour) => (session) => cancelSession(session, deedAt(hour))),
    ];
    const begin = () =>
      row<ClassSession>({ state: 'scheduled', startsAt: start, endsAt: start.add({ hours: 1 }), teacherId: null });
    tries(sessionLife, deeds, begin, {
      fold: (session, event) => {
        if (isMessage(event, TeacherFoundSchema)) session.teacherId = event.teacherId;
        if (isMessage(event, TeacherLostSchema)) session.teacherId = null;
      },
      sound: ({ state, teacherId }) => {
        if (state === 'held') expect(teacherId).not.toBeNull();
      },
    });
  });

  it('graduate who had a place and came', () => {
    let came = false;
    const decided = enrolmentLife.ways
      .filter(([{ name }]) => ['ChildEnrolled', 'ChildWaiting'].includes(name))
      .map(([schema]) =>
        fc.constant<Attempt<Enrolment>>((one) => (enrolmentLife.may(one.state, schema) ? create(schema) : undefined)),
      );
    const deeds: fc.Arbitrary<Attempt<Enrolment>>[] = [
      ...decided,
      fc.constant((one) => withdrawEnrolment(one, deedAt(0))),
      fc.nat(10).map((attended) => (one) => {
        came = attended >= 6;
        return finish(one, { ...deedAt(0), attended, sessions: 10, percent: 60 });
      }),
    ];
    tries(enrolmentLife, deeds, () => row<Enrolment>({ state: 'requested' }), {
      sound: ({ state }) => {
        if (state === 'graduated') expect(came).toBe(true);
      },
    });
  });
});

describe('a former pupil', () => {
  it('is asked when old enough, returns once, and is forgotten at any time, for good', () => {
    const days = fc.constantFrom('2027-01-01', '2030-06-30', '2030-07-01', '2040-01-01');
    let asked = '';
    const deeds: fc.Arbitrary<Attempt<FormerPupil>>[] = [
      days.map((day) => (pupil) => invitePupil(pupil, { today: (asked = day), now: start })),
      fc.constant((pupil) => returnPupil(pupil, start)),
      fc.constant((pupil) => forgetPupil(pupil, start)),
    ];
    const begin = () => row<FormerPupil>({ state: 'followed', accountId: 'a-1', inviteOn: '2030-07-01' });
    tries(formerPupilLife, deeds, begin, {
      fold: (pupil, event) => {
        if (isMessage(event, FormerPupilForgottenSchema)) pupil.accountId = null;
      },
      sound: ({ state, inviteOn, accountId }) => {
        if (state === 'invited') expect(asked >= inviteOn).toBe(true);
        expect(accountId === null).toBe(state === 'forgotten');
      },
    });
  });

  it('is asked on a day that is of the age, within a quarter of it, and tells no birthday', () => {
    const birthdays = fc
      .integer({ min: 0, max: 6_500 })
      .map((count) => Temporal.PlainDate.from('2009-01-01').add({ days: count }));
    fc.assert(
      fc.property(birthdays, (born) => {
        const day = Temporal.PlainDate.from(inviteDayOf(born.toString(), today));
        const from = born.add({ years: VOLUNTEER_AGE });
        expect(Temporal.PlainDate.compare(day, from)).toBeGreaterThanOrEqual(0);
        if (from.toString() <= today) expect(day.toString()).toBe(today);
        else {
          expect([day.day, (day.month - 1) % 3]).toEqual([1, 0]);
          expect(from.until(day).total({ unit: 'months', relativeTo: from })).toBeLessThan(3);
        }
      }),
    );
  });
});
