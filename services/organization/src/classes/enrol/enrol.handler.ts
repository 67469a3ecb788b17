import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database, isUniqueViolation } from '@huying/database';
import { keysetPage, type Page, type ReasonDto } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { CommunityTime } from '../../lives/community-time.js';
import { step } from '../../lives/step.js';
import { Child, Enrolment } from '../child.entity.js';
import { enrolmentView, type EnrolmentView } from '../child.view.js';
import { SchoolClass, Term } from '../class.entity.js';
import { enrolmentProblems } from '../classes.problems.js';
import { enrolmentLife, requestEnrolment, withdrawEnrolment } from '../enrolment.js';
import type { EnrolDto, EnrolmentsView, ListEnrolmentsQuery } from './enrol.controller.js';

@Injectable()
export class EnrolHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async request(classId: string, { childIds }: EnrolDto, by: Caller): Promise<EnrolmentsView> {
    const { communityId, personId: guardianId } = by;
    const deed = { by: guardianId, now: this.time.now() };
    const partyId = childIds.length > 1 ? uuidv7() : null;
    try {
      return await this.db.withTransaction(async (tx) => {
        const schoolClass = await tx.get(SchoolClass, { id: classId, communityId });
        const term = await tx.get(Term, { id: schoolClass.termId });
        const { termId } = schoolClass;
        const children = await tx.manager.findBy(Child, { id: In(childIds), communityId, guardianId });
        if (children.length < childIds.length) throw enrolmentProblems.unknownChild();
        const items: EnrolmentView[] = [];
        for (const child of children) {
          const enrolment = tx.create(Enrolment, {
            ...{
              id: uuidv7(),
              communityId,
              state: 'requested',
              classId,
              termId,
              childId: child.id,
              guardianId,
              partyId,
            },
            requestedAt: deed.now,
          });
          const context = { schoolClass, term, child, zone: this.time.zone, now: deed.now };
          await step(tx, enrolmentLife, enrolment, requestEnrolment(enrolment, context), deed);
          items.push(enrolmentView(enrolment));
        }
        return { items };
      });
    } catch (error) {
      if (isUniqueViolation(error, 'enrolments_once')) throw enrolmentProblems.alreadyIn();
      throw error;
    }
  }

  async list({ classId, state, ...page }: ListEnrolmentsQuery, by: Caller): Promise<Page<EnrolmentView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(Enrolment, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) found.andWhere('one.guardianId = :personId', { personId });
    if (classId) found.andWhere('one.classId = :classId', { classId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'requestedAt', direction: 'ASC' }, page);
    return { items: items.map(enrolmentView), nextCursor };
  }

  withdraw(id: string, { reason }: ReasonDto, by: Caller): Promise<EnrolmentView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const enrolment = await tx.lock(Enrolment, { id, communityId: by.communityId });
      if (enrolment.guardianId !== by.personId && !isStaff(by)) throw new ForbiddenError('not-yours');
      await step(tx, enrolmentLife, enrolment, withdrawEnrolment(enrolment, deed), deed);
      return enrolmentView(enrolment);
    });
  }
}
