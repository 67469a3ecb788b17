import { create } from '@bufbuild/protobuf';
import { isBefore } from '@huying/calendar';
import {
  ChildCollectedSchema,
  ChildNotCollectedSchema,
  SessionCancelledSchema,
  SessionHeldSchema,
  SessionScheduledSchema,
  TeacherFoundSchema,
  TeacherLostSchema,
  toTimestamp,
  type ChildCollected,
  type ChildNotCollected,
  type SessionCancelled,
  type SessionHeld,
  type SessionScheduled,
  type TeacherFound,
  type TeacherLost,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import type { Child, SessionPresence } from './child.entity.js';
import type { ClassSession, SchoolClass, SessionState } from './class.entity.js';
import { sessionProblems } from './classes.problems.js';

/** Sessions as decisions: who teaches, who came, who was fetched. */

export const sessionLife = lifecycle<SessionState>({
  name: 'session',
  title: 'Session of a class 课次',
  begins: [SessionScheduledSchema, 'scheduled'],
  ways: [
    [TeacherFoundSchema, ['scheduled'], 'scheduled'],
    [TeacherLostSchema, ['scheduled'], 'scheduled'],
    [SessionHeldSchema, ['scheduled'], 'held'],
    [ChildNotCollectedSchema, ['held'], 'held'],
    [ChildCollectedSchema, ['held'], 'held'],
    [SessionCancelledSchema, ['scheduled'], 'cancelled'],
  ],
  refuse: (state) => sessionProblems.wrongState({ state }),
});

/** How long before the start attendance may be taken. */
export const EARLY_MINUTES = 30;

const told = ({ id, communityId, classId, termId }: ClassSession) => ({ sessionId: id, communityId, classId, termId });

export function scheduleSession(
  session: ClassSession,
  { venueId, now }: { venueId: string; now: Temporal.Instant },
): SessionScheduled {
  const { needId, startsAt, endsAt } = session;
  return create(SessionScheduledSchema, {
    ...{ ...told(session), needId, venueId },
    ...{ startsAt: toTimestamp(startsAt), endsAt: toTimestamp(endsAt), scheduledAt: toTimestamp(now) },
  });
}

/** Somebody holds the place of the teacher. */
export function findTeacher(
  session: ClassSession,
  { teacherId, now }: { teacherId: string; now: Temporal.Instant },
): TeacherFound | undefined {
  if (!sessionLife.may(session.state, TeacherFoundSchema) || session.teacherId === teacherId) return undefined;
  return create(TeacherFoundSchema, { ...told(session), teacherId, foundAt: toTimestamp(now) });
}

/** The teacher gave the place back. Somebody who was teacher no more changes nothing. */
export function loseTeacher(
  session: ClassSession,
  { teacherId, now }: { teacherId: string; now: Temporal.Instant },
): TeacherLost | undefined {
  if (!sessionLife.may(session.state, TeacherLostSchema) || session.teacherId !== teacherId) return undefined;
  return create(TeacherLostSchema, { ...told(session), teacherId, lostAt: toTimestamp(now) });
}

/**
 * @param pupils ids of the children who have a place
 * @throws session-wrong-state, session-not-begun, session-without-teacher, session-not-a-pupil
 */
export function holdSession(
  session: ClassSession,
  { pupils, present, by, now }: Deed & { pupils: ReadonlySet<string>; present: readonly string[] },
): SessionHeld {
  sessionLife.ensure(session.state, SessionHeldSchema);
  if (isBefore(now, session.startsAt.subtract({ minutes: EARLY_MINUTES }))) {
    throw sessionProblems.notBegun({ minutes: EARLY_MINUTES });
  }
  if (session.teacherId === null) throw sessionProblems.withoutTeacher();
  if (present.some((childId) => !pupils.has(childId))) throw sessionProblems.notAPupil();
  return create(SessionHeldSchema, {
    ...{ ...told(session), present: present.length, absent: pupils.size - present.length },
    ...{ recordedBy: by, recordedAt: toTimestamp(now) },
  });
}

/** @throws session-wrong-state */
export function cancelSession(session: ClassSession, { by, now, reason }: ReasonedDeed): SessionCancelled {
  sessionLife.ensure(session.state, SessionCancelledSchema);
  return create(SessionCancelledSchema, { ...told(session), reason, cancelledBy: by, cancelledAt: toTimestamp(now) });
}

/**
 * Somebody fetches a child: only who was named, and after it was not fetched in time as before.
 * @throws session-wrong-state, session-not-there, session-collected-already, session-not-a-pick-up
 */
export function collect(
  session: ClassSession,
  { child, presence, name, by, now }: Deed & { child: Child; presence: SessionPresence | null; name: string },
): ChildCollected {
  sessionLife.ensure(session.state, ChildCollectedSchema);
  if (!presence) throw sessionProblems.notThere();
  if (presence.collectedAt) throw sessionProblems.collectedAlready();
  if (!child.pickUps.some((person) => person.name === name)) throw sessionProblems.notAPickUp();
  return create(ChildCollectedSchema, {
    ...told(session),
    childId: child.id,
    recordedBy: by,
    recordedAt: toTimestamp(now),
  });
}

/** When children should have been fetched. */
export const collectedBy = ({ endsAt }: ClassSession, { collectMinutes }: SchoolClass): Temporal.Instant =>
  endsAt.add({ minutes: collectMinutes });

/**
 * Nobody fetched a child: the teacher says so once the session is over, the timetable once the time to fetch is.
 * @throws session-wrong-state, session-not-there, session-collected-already, session-told-already, session-not-over
 */
export function noticeUncollected(
  session: ClassSession,
  { presence, needId, by, now }: Deed & { presence: SessionPresence | null; needId: string },
): ChildNotCollected {
  sessionLife.ensure(session.state, ChildNotCollectedSchema);
  if (!presence) throw sessionProblems.notThere();
  if (presence.collectedAt) throw sessionProblems.collectedAlready();
  if (presence.needId) throw sessionProblems.toldAlready();
  if (isBefore(now, session.endsAt)) throw sessionProblems.notOver();
  const { childId } = presence;
  return create(ChildNotCollectedSchema, {
    ...told(session),
    needId,
    childId,
    noticedBy: by,
    noticedAt: toTimestamp(now),
  });
}
