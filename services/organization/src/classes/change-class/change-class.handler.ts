import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { isBefore } from '@huying/calendar';
import { ClassChangedSchema } from '@huying/contracts';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { CommunityTime, ensureVersion, type ReasonedDeed, step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { ensureActsForId } from '../../organizations/acting.js';
import { Booking, Venue } from '../../venues/venue.entity.js';
import { bookingProblems } from '../../venues/venues.problems.js';
import { Enrolment } from '../child.entity.js';
import { ClassSession, SchoolClass, Term } from '../class.entity.js';
import { classFileView, classViews, type ClassFileView } from '../class.view.js';
import { classProblems } from '../classes.problems.js';
import { peopleOf, planSessions } from '../run-class/plan-sessions.js';
import { callOff } from '../run-class/run-class.handler.js';
import { changeClass, classLife, sessionStarts } from '../term.js';
import type { ClassChangeDto } from './change-class.controller.js';

@Injectable()
export class ChangeClassHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(id: string, wish: ClassChangeDto, version: number, by: Caller): Promise<ClassFileView> {
    const { places, venueId, reason } = wish;
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const schoolClass = await tx.lock(SchoolClass, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, schoolClass.organizationId, this.time.today());
      ensureVersion(schoolClass, version);
      classLife.ensure(schoolClass.state, ClassChangedSchema);
      const enrolled = await tx.manager.countBy(Enrolment, { classId: id, state: 'enrolled' });
      const sessions = await tx.manager.find(ClassSession, {
        where: { classId: id, state: 'scheduled' },
        order: { startsAt: 'ASC', id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      const ahead = sessions.filter(({ startsAt }) => isBefore(deed.now, startsAt));
      const moves = wish.startsAt !== undefined || venueId !== schoolClass.venueId;
      const starts = moves ? await this.startsOf(tx, wish, schoolClass, ahead) : [];
      const hasBegun = !isBefore(deed.now, schoolClass.startsAt);
      const startsAt = hasBegun ? schoolClass.startsAt : (starts[0] ?? schoolClass.startsAt);
      const changed = changeClass(schoolClass, { ...deed, wish: { places, venueId, startsAt }, enrolled });
      Object.assign(schoolClass, { places, venueId, startsAt });
      await step(tx, classLife, schoolClass, changed, deed);
      if (moves) await this.planAnew(tx, schoolClass, { ahead, starts, isStaff: isStaff(by) }, deed);
      else await makeRoom(tx, schoolClass);
      return viewOf(tx, schoolClass);
    });
  }

  /** @throws class-nothing-ahead, class-outside-term, class-recurrence-unreadable */
  private async startsOf(
    tx: Tx,
    { startsAt, recurrence: rule }: ClassChangeDto,
    { termId }: SchoolClass,
    ahead: readonly ClassSession[],
  ): Promise<Temporal.Instant[]> {
    if (ahead.length === 0) throw classProblems.nothingAhead();
    if (!startsAt) return ahead.map((session) => session.startsAt);
    const term = await tx.get(Term, { id: termId });
    return sessionStarts(startsAt, { rule, term, zone: this.time.zone, now: this.time.now() });
  }

  /** What was to come is called off, so that rooms and teachers are free, and planned anew. */
  private async planAnew(
    tx: Tx,
    schoolClass: SchoolClass,
    plan: { ahead: readonly ClassSession[]; starts: readonly Temporal.Instant[]; isStaff: boolean },
    deed: ReasonedDeed,
  ): Promise<void> {
    const [first] = plan.ahead;
    if (!first) throw classProblems.nothingAhead();
    for (const session of plan.ahead) await callOff(tx, session, deed);
    const minutes = first.startsAt.until(first.endsAt).total('minutes');
    const { starts, isStaff: byStaff } = plan;
    const { skills } = schoolClass;
    await planSessions(tx, schoolClass, { starts, minutes, skills, isStaff: byStaff, by: deed.by }, this.time);
  }
}

/** The room stays: it must hold them all. @throws booking-too-many-people */
async function makeRoom(tx: Tx, schoolClass: SchoolClass): Promise<void> {
  const { id: seriesId, venueId } = schoolClass;
  const people = peopleOf(schoolClass);
  const { capacity } = await tx.get(Venue, { id: venueId });
  if (people > capacity) throw bookingProblems.tooManyPeople({ capacity });
  await tx.manager.update(Booking, { seriesId, state: 'booked' }, { people });
}

async function viewOf(tx: Tx, schoolClass: SchoolClass): Promise<ClassFileView> {
  const [view] = await classViews(tx.manager, [schoolClass]);
  if (!view) throw new RowNotFoundError('classes');
  const sessions = await tx.manager.find(ClassSession, {
    where: { classId: schoolClass.id },
    order: { startsAt: 'ASC', id: 'ASC' },
  });
  return classFileView(view, sessions);
}
