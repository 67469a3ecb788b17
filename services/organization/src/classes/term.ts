import { create } from '@bufbuild/protobuf';
import { dayKindOf, dayOf, isBefore, occurrences, RecurrenceUnreadableError } from '@huying/calendar';
import {
  ClassCancelledSchema,
  ClassChangedSchema,
  ClassCompletedSchema,
  ClassOpenedSchema,
  ClassPlannedSchema,
  TermCancelledSchema,
  TermEndedSchema,
  TermOpenedSchema,
  TermPlannedSchema,
  toTimestamp,
  type ClassCancelled,
  type ClassChanged,
  type ClassCompleted,
  type ClassOpened,
  type ClassPlanned,
  type TermCancelled,
  type TermEnded,
  type TermOpened,
  type TermPlanned,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import type { Programme } from '../programmes/programme.entity.js';
import type { ClassSession, ClassState, SchoolClass, Term, TermState } from './class.entity.js';
import { classProblems, termProblems } from './classes.problems.js';

/** Terms and classes as decisions. */

export const termLife = lifecycle<TermState>({
  name: 'term',
  title: 'Term 学期',
  begins: [TermPlannedSchema, 'planned'],
  ways: [
    [TermOpenedSchema, ['planned'], 'open'],
    [TermEndedSchema, ['open'], 'ended'],
    [TermCancelledSchema, ['planned', 'open'], 'cancelled'],
  ],
  refuse: (state) => termProblems.wrongState({ state }),
});

export const classLife = lifecycle<ClassState>({
  name: 'class',
  title: 'Class 班级',
  begins: [ClassPlannedSchema, 'planned'],
  ways: [
    [ClassOpenedSchema, ['planned'], 'open'],
    [ClassChangedSchema, ['open'], 'open'],
    [ClassCompletedSchema, ['open'], 'completed'],
    [ClassCancelledSchema, ['planned', 'open'], 'cancelled'],
  ],
  refuse: (state) => classProblems.wrongState({ state }),
});

/** How long after a term what is known of its children is kept. */
export const KEPT_DAYS = 180;
export const MOST_SESSIONS = 60;

/** The day on which what is known of a term's children is erased. */
export const eraseDayOf = (untilOn: string): string =>
  Temporal.PlainDate.from(untilOn).add({ days: KEPT_DAYS }).toString();

const termTold = ({ id, communityId, programmeId, organizationId }: Term) => ({
  ...{ termId: id, communityId },
  ...{ programmeId, organizationId },
});

/** @throws term-programme-not-open, term-upside-down, term-enrolment-too-late */
export function planTerm(
  term: Term,
  { programme, today, zone, by, now }: Deed & { programme: Programme; today: string; zone: string },
): TermPlanned {
  if (programme.kind !== 'classes' || programme.state !== 'open') throw termProblems.programmeNotOpen();
  const { name, fromOn, untilOn, enrolmentOpensAt } = term;
  const outside = fromOn < programme.fromOn || untilOn > programme.untilOn;
  if (untilOn < fromOn || untilOn < today || outside) throw termProblems.upsideDown();
  if (dayOf(enrolmentOpensAt, zone).toString() >= fromOn) throw termProblems.enrolmentTooLate();
  return create(TermPlannedSchema, {
    ...termTold(term),
    name,
    fromOn,
    untilOn,
    plannedBy: by,
    plannedAt: toTimestamp(now),
  });
}

/** @throws term-wrong-state */
export function openTerm(term: Term, { by, now }: Deed): TermOpened {
  termLife.ensure(term.state, TermOpenedSchema);
  const enrolmentOpensAt = toTimestamp(term.enrolmentOpensAt);
  const { name } = term;
  return create(TermOpenedSchema, {
    ...termTold(term),
    name,
    enrolmentOpensAt,
    openedBy: by,
    openedAt: toTimestamp(now),
  });
}

/** @throws term-wrong-state, term-classes-running */
export function endTerm(
  term: Term,
  { running, graduated, by, now }: Deed & { running: number; graduated: number },
): TermEnded {
  termLife.ensure(term.state, TermEndedSchema);
  if (running > 0) throw termProblems.classesRunning({ count: running });
  const { eraseOn } = term;
  return create(TermEndedSchema, { ...termTold(term), graduated, eraseOn, endedBy: by, endedAt: toTimestamp(now) });
}

/** @throws term-wrong-state, term-classes-running */
export function cancelTerm(
  term: Term,
  { running, by, now, reason }: ReasonedDeed & { running: number },
): TermCancelled {
  termLife.ensure(term.state, TermCancelledSchema);
  if (running > 0) throw termProblems.classesRunning({ count: running });
  return create(TermCancelledSchema, { ...termTold(term), reason, cancelledBy: by, cancelledAt: toTimestamp(now) });
}

/** @throws class-term-not-open, class-ages-upside-down */
export function planClass(schoolClass: SchoolClass, { term, by, now }: Deed & { term: Term }): ClassPlanned {
  if (!['planned', 'open'].includes(term.state)) throw classProblems.termNotOpen({ state: term.state });
  const { id: classId, communityId, organizationId, termId, name, course, places } = schoolClass;
  if (schoolClass.maximumAge < schoolClass.minimumAge) throw classProblems.agesUpsideDown();
  return create(ClassPlannedSchema, {
    ...{ classId, communityId, termId, organizationId, name, course, places },
    ...{ plannedBy: by, plannedAt: toTimestamp(now) },
  });
}

/**
 * When the sessions of a class start; not on the holidays of China.
 * @throws class-recurrence-unreadable, class-outside-term
 */
export function sessionStarts(
  first: Temporal.Instant,
  { rule, term, zone, now }: { rule: string | undefined; term: Term; zone: string; now: Temporal.Instant },
): Temporal.Instant[] {
  const latest = first.add({ hours: 366 * 24 });
  const all =
    rule === undefined ? [first] : reading(() => occurrences({ rule, first, zone, latest, most: MOST_SESSIONS }));
  const dayIn = (at: Temporal.Instant) => dayOf(at, zone).toString();
  const outside = (at: Temporal.Instant) => isBefore(at, now) || dayIn(at) < term.fromOn || dayIn(at) > term.untilOn;
  if (all.length > MOST_SESSIONS || all.some(outside)) throw classProblems.outsideTerm();
  const starts = all.filter((at) => dayKindOf(dayOf(at, zone)) !== 'holiday');
  if (starts.length === 0) throw classProblems.outsideTerm();
  return starts;
}

function reading<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof RecurrenceUnreadableError) throw classProblems.recurrenceUnreadable({}, { cause: error });
    throw error;
  }
}

/** @throws class-wrong-state, class-term-not-open, class-without-teacher */
export function openClass(
  schoolClass: SchoolClass,
  { term, sessions, by, now }: Deed & { term: Term; sessions: readonly ClassSession[] },
): ClassOpened {
  classLife.ensure(schoolClass.state, ClassOpenedSchema);
  if (term.state !== 'open') throw classProblems.termNotOpen({ state: term.state });
  const first = sessions.find(({ state }) => state === 'scheduled');
  if (!first?.teacherId) throw classProblems.withoutTeacher();
  const { id: classId, communityId, organizationId, termId, name, course, places } = schoolClass;
  const { minimumAge, maximumAge } = schoolClass;
  return create(ClassOpenedSchema, {
    ...{ classId, communityId, termId, organizationId, name, course, places, minimumAge, maximumAge },
    ...{ opensAt: toTimestamp(term.enrolmentOpensAt), openedBy: by, openedAt: toTimestamp(now) },
    startsAt: toTimestamp(schoolClass.startsAt),
  });
}

/**
 * Its places are others, or its room, or the dates of what is still to come. Nobody who has a place loses it.
 * @param wish as it shall be; `startsAt`: its first session
 * @throws class-wrong-state, class-places-below-enrolled
 */
export function changeClass(
  schoolClass: SchoolClass,
  {
    wish: { places, venueId, startsAt },
    enrolled,
    by,
    now,
    reason,
  }: ReasonedDeed & {
    wish: { readonly places: number; readonly venueId: string; readonly startsAt: Temporal.Instant };
    enrolled: number;
  },
): ClassChanged {
  classLife.ensure(schoolClass.state, ClassChangedSchema);
  if (places < enrolled) throw classProblems.placesBelowEnrolled({ enrolled });
  const { id: classId, communityId, termId, version } = schoolClass;
  return create(ClassChangedSchema, {
    ...{ classId, communityId, termId, revision: version + 1, places, venueId, startsAt: toTimestamp(startsAt) },
    ...{ reason, changedBy: by, changedAt: toTimestamp(now) },
  });
}

/** @throws class-wrong-state, class-sessions-ahead */
export function completeClass(
  schoolClass: SchoolClass,
  { sessionsAhead, graduated, by, now }: Deed & { sessionsAhead: number; graduated: number },
): ClassCompleted {
  classLife.ensure(schoolClass.state, ClassCompletedSchema);
  if (sessionsAhead > 0) throw classProblems.sessionsAhead({ count: sessionsAhead });
  const { id: classId, communityId, termId } = schoolClass;
  return create(ClassCompletedSchema, {
    classId,
    communityId,
    termId,
    graduated,
    completedBy: by,
    completedAt: toTimestamp(now),
  });
}

/** @throws class-wrong-state */
export function cancelClass(schoolClass: SchoolClass, { by, now, reason }: ReasonedDeed): ClassCancelled {
  classLife.ensure(schoolClass.state, ClassCancelledSchema);
  const { id: classId, communityId, termId } = schoolClass;
  return create(ClassCancelledSchema, {
    classId,
    communityId,
    termId,
    reason,
    cancelledBy: by,
    cancelledAt: toTimestamp(now),
  });
}
