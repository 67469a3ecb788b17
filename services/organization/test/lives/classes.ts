import { create, isMessage } from '@bufbuild/protobuf';
import { ClassOpenedSchema, TeacherFoundSchema, TeacherLostSchema } from '@huying/contracts';
import type { Attempt } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Enrolment, SessionPresence } from '../../src/classes/child.entity.js';
import type { ClassSession, SchoolClass, Term } from '../../src/classes/class.entity.js';
import { enrolmentLife, finish, withdrawEnrolment } from '../../src/classes/enrolment.js';
import {
  cancelSession,
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
    const someone = fc.constantFrom('v-1', 'v-2');
    const deeds: fc.Arbitrary<Attempt<ClassSession>>[] = [
      someone.map((teacherId) => (session) => findTeacher(session, { teacherId, now: start })),
      someone.map((teacherId) => (session) => loseTeacher(session, { teacherId, now: start })),
      fc.tuple(hours, fc.constantFrom('c-1', 'c-2')).map(
        ([hour, childId]) =>
          (session) =>
            holdSession(session, { ...deedAt(hour), pupils, present: [childId] }),
      ),
      fc.tuple(hours, fc.constantFrom(presence, null)).map(
        ([hour, one]) =>
          (session) =>
            noticeUncollected(session, { ...deedAt(hour), presence: one, needId: 'n-1' }),
      ),
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
