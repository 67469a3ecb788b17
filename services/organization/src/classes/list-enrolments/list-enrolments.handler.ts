import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { Enrolment } from '../child.entity.js';
import { enrolmentView, type EnrolmentView } from '../child.view.js';
import type { ListEnrolmentsQuery } from './list-enrolments.controller.js';

@Injectable()
export class ListEnrolmentsHandler {
  constructor(private readonly db: Database) {}

  async list({ classId, claimId, state, ...page }: ListEnrolmentsQuery, by: Caller): Promise<Page<EnrolmentView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(Enrolment, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) found.andWhere('one.guardianId = :personId', { personId });
    if (classId) found.andWhere('one.classId = :classId', { classId });
    if (claimId) found.andWhere('one.claimId = :claimId', { claimId });
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'requestedAt', direction: 'ASC' }, page);
    return { items: items.map(enrolmentView), nextCursor };
  }

  /** An enrolment of another family does not exist for a guardian. */
  async show(id: string, by: Caller): Promise<EnrolmentView> {
    const enrolment = await this.db.read.findOneBy(Enrolment, { id, communityId: by.communityId });
    if (!enrolment || (enrolment.guardianId !== by.personId && !isStaff(by))) throw new RowNotFoundError('enrolments');
    return enrolmentView(enrolment);
  }
}
