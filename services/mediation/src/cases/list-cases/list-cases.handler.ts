import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { MediationCase } from '../case.entity.js';
import { caseView, type CaseView } from '../case.view.js';
import type { ListCasesQuery } from './list-cases.controller.js';

const THEIRS = `one.opened_by = :personId
  OR one.id IN (SELECT case_id FROM parties WHERE account_id = :personId AND NOT "left")
  OR EXISTS (SELECT 1 FROM mediators m WHERE m.account_id = :personId AND m.id = ANY (one.mediator_ids))`;

@Injectable()
export class ListCasesHandler {
  constructor(private readonly db: Database) {}

  async handle({ state, kind, ...page }: ListCasesQuery, by: Caller): Promise<Page<CaseView>> {
    const { communityId, personId } = by;
    const found = this.db.read
      .createQueryBuilder(MediationCase, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (!isStaff(by)) found.andWhere(`(${THEIRS})`, { personId });
    if (state) found.andWhere('one.state = :state', { state });
    if (kind) found.andWhere('one.kind = :kind', { kind });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'receivedAt', direction: 'DESC' }, page);
    return { items: items.map(caseView), nextCursor };
  }
}
