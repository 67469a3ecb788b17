import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, keysetPage, type Page } from '@huying/http';
import { Need } from '../need.entity.js';
import { boardsOf } from '../need-board/need-board.js';
import { needView, type NeedView } from '../need.view.js';
import type { ListNeedsQuery } from './list-needs.controller.js';

@Injectable()
export class ListNeedsHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async handle(query: ListNeedsQuery, by: Caller): Promise<Page<NeedView>> {
    const needs = this.db.read
      .createQueryBuilder(Need, 'need')
      .where('need.communityId = :community', { community: by.communityId });
    if (!isStaff(by)) needs.andWhere(`(need.state <> 'draft' OR need.callerId = :own)`, { own: by.personId });
    if (query.state) needs.andWhere('need.state = :state', { state: query.state });
    if (query.catalogueItemCode) needs.andWhere('need.catalogueItemCode = :code', { code: query.catalogueItemCode });
    if (query.q) needs.andWhere('position(lower(:words) in lower(need.title)) > 0', { words: query.q });
    if (query.overdue === 'true') {
      needs.andWhere(`need.state IN ('draft', 'published') AND need.dueAt < :now`, {
        now: this.clock.now().toString(),
      });
    }
    const page = await keysetPage(needs, 'need', { by: 'raisedAt', direction: 'DESC' }, query);
    const boards = await boardsOf(
      this.db.read,
      page.items.map(({ id }) => id),
    );
    return { ...page, items: page.items.map((need) => needView(need, boards.get(need.id))) };
  }
}
