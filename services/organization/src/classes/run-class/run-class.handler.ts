import { isMessage } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { ClassCompletedSchema, PupilGraduatedSchema } from '@huying/contracts';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { CommunityTime, type Deed, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { letLapse } from '../../needs/arisen-need.js';
import { ensureActsForId } from '../../organizations/acting.js';
import { giveUpBooking } from '../../venues/place-booking.js';
import { Enrolment } from '../child.entity.js';
import { ClassSession, SchoolClass, Term } from '../class.entity.js';
import { classFileView, classViews, type ClassFileView, type ClassView } from '../class.view.js';
import { enrolmentLife, finish, withdrawEnrolment } from '../enrolment.js';
import { cancelSession, sessionLife } from '../session.js';
import { cancelClass, classLife, completeClass, openClass, planClass, sessionStarts } from '../term.js';
import { planSessions } from './plan-sessions.js';
import type { ClassDto, GraduationView } from './run-class.controller.js';

@Injectable()
export class RunClassHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  plan(
    { recurrence, minutes, skills = ['teaching'], startsAt, ...wish }: ClassDto,
    by: Caller,
  ): Promise<ClassFileView> {
    const deed = { by: by.personId, now: this.time.now() };
    const { communityId } = by;
    return this.db.withTransaction(async (tx) => {
      const term = await tx.lock(Term, { id: wish.termId, communityId });
      const { organizationId, programmeId } = term;
      await ensureActsForId(tx.manager, by, organizationId, this.time.today());
      const [first = startsAt, ...others] = sessionStarts(startsAt, {
        rule: recurrence,
        term,
        zone: this.time.zone,
        now: deed.now,
      });
      const schoolClass = tx.create(SchoolClass, {
        ...{ collectMinutes: 30, attendancePercent: 60, ...wish },
        ...{ id: uuidv7(), communityId, state: 'planned', organizationId, programmeId, startsAt: first, skills },
      });
      await step(tx, classLife, schoolClass, planClass(schoolClass, { ...deed, term }), deed);
      const plan = { starts: [first, ...others], minutes, skills, isStaff: isStaff(by), by: deed.by };
      const sessions = await planSessions(tx, schoolClass, plan, this.time);
      return classFileView(await viewOf(tx, schoolClass), sessions);
    });
  }

  open(id: string, by: Caller): Promise<ClassView> {
    return this.take(id, by, '', async (tx, schoolClass, deed) => {
      const term = await tx.get(Term, { id: schoolClass.termId });
      const sessions = await tx.manager.find(ClassSession, { where: { classId: id }, order: { startsAt: 'ASC' } });
      await step(tx, classLife, schoolClass, openClass(schoolClass, { ...deed, term, sessions }), deed);
      return viewOf(tx, schoolClass);
    });
  }

  graduate(id: string, by: Caller): Promise<GraduationView> {
    return this.take(id, by, '', async (tx, schoolClass, deed) => {
      const sessionsAhead = await tx.manager.countBy(ClassSession, { classId: id, state: 'scheduled' });
      const sessions = await tx.manager.countBy(ClassSession, { classId: id, state: 'held' });
      classLife.ensure(schoolClass.state, ClassCompletedSchema);
      const graduated = await this.finishAll(tx, schoolClass, sessions, deed);
      const completed = completeClass(schoolClass, { ...deed, sessionsAhead, graduated: graduated.length });
      await step(tx, classLife, schoolClass, completed, deed);
      return { ...(await viewOf(tx, schoolClass)), graduated };
    });
  }

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<ClassView> {
    return this.take(id, by, reason, async (tx, schoolClass, deed) => {
      await step(tx, classLife, schoolClass, cancelClass(schoolClass, deed), deed);
      const ahead = await tx.manager.find(ClassSession, {
        where: { classId: id, state: 'scheduled' },
        order: { id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      for (const session of ahead) await callOff(tx, session, deed);
      for (const enrolment of await lockLiving(tx, id)) {
        await step(tx, enrolmentLife, enrolment, withdrawEnrolment(enrolment, deed), deed);
      }
      return viewOf(tx, schoolClass);
    });
  }

  /** Everybody who is left graduates or has ended. Returns the ids of those who graduated. */
  private async finishAll(tx: Tx, schoolClass: SchoolClass, sessions: number, deed: Deed): Promise<string[]> {
    const rows = await tx.query<{ child_id: string; attended: number }>(
      `SELECT p.child_id, count(*)::int AS attended FROM session_presences p JOIN class_sessions s ON s.id = p.session_id
       WHERE s.class_id = $1 AND s.state = 'held' GROUP BY p.child_id`,
      [schoolClass.id],
    );
    const attendances = new Map(rows.map(({ child_id, attended }) => [child_id, attended]));
    const graduated: string[] = [];
    for (const enrolment of await lockLiving(tx, schoolClass.id)) {
      const attended = attendances.get(enrolment.childId) ?? 0;
      const finished = finish(enrolment, { ...deed, attended, sessions, percent: schoolClass.attendancePercent });
      if (!finished) continue;
      await step(tx, enrolmentLife, enrolment, finished, deed);
      if (isMessage(finished, PupilGraduatedSchema)) graduated.push(enrolment.childId);
    }
    return graduated;
  }

  private take<Result>(
    id: string,
    by: Caller,
    reason: string,
    work: (tx: Tx, schoolClass: SchoolClass, deed: ReasonedDeed) => Promise<Result>,
  ): Promise<Result> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const schoolClass = await tx.lock(SchoolClass, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, schoolClass.organizationId, this.time.today());
      return work(tx, schoolClass, deed);
    });
  }
}

/** A session does not take place: its teacher is not needed, its room is free. */
export async function callOff(tx: Tx, session: ClassSession, deed: ReasonedDeed): Promise<void> {
  await step(tx, sessionLife, session, cancelSession(session, deed), deed);
  letLapse(tx, session.needId, session.communityId, deed);
  await giveUpBooking(tx, session.bookingId, deed);
}

const lockLiving = (tx: Tx, classId: string): Promise<Enrolment[]> =>
  tx.manager.find(Enrolment, {
    where: { classId, state: In(['requested', 'waiting', 'enrolled']) },
    order: { id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });

async function viewOf(tx: Tx, schoolClass: SchoolClass): Promise<ClassView> {
  const [view] = await classViews(tx.manager, [schoolClass]);
  if (!view) throw new RowNotFoundError('classes');
  return view;
}
