import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { isBefore } from '@huying/calendar';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, shown, step } from '@huying/http';
import { In } from 'typeorm';
import { letLapse } from '../../needs/arisen-need.js';
import { actsFor, ensureActsForId } from '../../organizations/acting.js';
import { Organization } from '../../organizations/organization.entity.js';
import { Child, Enrolment, SessionPresence, type ChildReader } from '../child.entity.js';
import { ClassSession } from '../class.entity.js';
import { sessionView, type SessionView } from '../class.view.js';
import { recordReading } from '../readings.js';
import { callOff } from '../run-class/run-class.handler.js';
import { collect, holdSession, sessionLife } from '../session.js';
import { raiseUncollected } from '../notice-uncollected/raise-uncollected.js';
import type { AttendanceDto, CollectionDto, PupilsView, UncollectedView } from './hold-session.controller.js';

/** When a teacher may see the pupils: around the session, and at no other time. */
const BEFORE = { hours: 2 };
const AFTER = { hours: 4 };

@Injectable()
export class HoldSessionHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  pupils(id: string, by: Caller): Promise<PupilsView> {
    return this.work(id, by, '', async (tx, session, { now }, readAs) => {
      const ids = await pupilsOf(tx, session);
      const children = await tx.manager.find(Child, { where: { id: In(ids) }, order: { id: 'ASC' } });
      const presences = await tx.manager.findBy(SessionPresence, { sessionId: id });
      await recordReading(tx, children, { readBy: by.personId, readAs, readAt: now });
      return {
        items: children.map(({ id: childId, name, healthNotes, pickUps }) => {
          const presence = presences.find((one) => one.childId === childId);
          const there = { present: presence !== undefined, collectedAt: shown(presence?.collectedAt) };
          return { childId, name, healthNotes, pickUps: [...pickUps], ...there };
        }),
      };
    });
  }

  hold(id: string, { present }: AttendanceDto, by: Caller): Promise<SessionView> {
    return this.work(id, by, '', async (tx, session, deed) => {
      const pupils = new Set(await pupilsOf(tx, session));
      await step(tx, sessionLife, session, holdSession(session, { ...deed, pupils, present }), deed);
      for (const childId of present) {
        await tx.save(
          tx.create(SessionPresence, { sessionId: id, childId, collectedAt: null, collectedBy: null, needId: null }),
        );
      }
      return sessionView(session);
    });
  }

  collect(id: string, { childId, name }: CollectionDto, by: Caller): Promise<SessionView> {
    return this.work(id, by, '', async (tx, session, deed) => {
      const presence = await tx.lockIfPresent(SessionPresence, { sessionId: id, childId });
      const child = await tx.get(Child, { id: childId });
      const collected = collect(session, { ...deed, child, presence, name });
      if (presence) await tx.save(Object.assign(presence, { collectedAt: deed.now, collectedBy: name }));
      // Whoever was on the way need not come any more.
      if (presence?.needId) letLapse(tx, presence.needId, by.communityId, { ...deed, reason: 'child-collected' });
      await step(tx, sessionLife, session, collected, deed);
      return sessionView(session);
    });
  }

  uncollected(id: string, childId: string, by: Caller): Promise<UncollectedView> {
    return this.work(id, by, '', async (tx, session, deed) => ({
      needId: await raiseUncollected(tx, session, childId, deed),
    }));
  }

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<SessionView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const session = await tx.lock(ClassSession, { id, communityId: by.communityId });
      await ensureActsForId(tx.manager, by, session.organizationId, this.time.today());
      await callOff(tx, session, deed);
      return sessionView(session);
    });
  }

  private work<Result>(
    id: string,
    by: Caller,
    reason: string,
    work: (tx: Tx, session: ClassSession, deed: ReasonedDeed, as: ChildReader) => Promise<Result>,
  ): Promise<Result> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const session = await tx.lock(ClassSession, { id, communityId: by.communityId });
      return work(tx, session, deed, await this.readerKind(tx, session, by));
    });
  }

  /** @throws ForbiddenError `not-yours` for who is neither staff, nor of the organisation, nor the teacher around the session */
  private async readerKind(tx: Tx, session: ClassSession, by: Caller): Promise<ChildReader> {
    if (isStaff(by)) return 'staff';
    const now = this.time.now();
    const around = !isBefore(now, session.startsAt.subtract(BEFORE)) && isBefore(now, session.endsAt.add(AFTER));
    if (around && session.teacherId === by.personId) return 'teacher';
    const organization = await tx.get(Organization, { id: session.organizationId });
    if (await actsFor(tx.manager, by, organization, this.time.today())) return 'organizer';
    throw new ForbiddenError('not-yours');
  }
}

/** Ids of the children who have a place. */
async function pupilsOf(tx: Tx, { classId }: ClassSession): Promise<string[]> {
  const enrolments = await tx.manager.findBy(Enrolment, { classId, state: In(['enrolled', 'graduated']) });
  return enrolments.map(({ childId }) => childId);
}
