import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { historyOf, keysetPage, type Page, type StepsView } from '@huying/http';
import { findingCounts, ratingsOf } from '../figures.js';
import { Supervisor, Work } from '../work.entity.js';
import { satisfactionView, supervisorView, workView, type WorkFileView, type WorkView } from '../work.view.js';
import type { ListWorksQuery } from './list-works.controller.js';

@Injectable()
export class ListWorksHandler {
  constructor(private readonly db: Database) {}

  async list({ state, decisionId, ...page }: ListWorksQuery, { communityId }: Caller): Promise<Page<WorkView>> {
    const found = this.db.read.createQueryBuilder(Work, 'one').where('one.communityId = :communityId', { communityId });
    if (state) found.andWhere('one.state = :state', { state });
    if (decisionId) found.andWhere('one.decisionId = :decisionId', { decisionId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'startedAt', direction: 'DESC' }, page);
    return { items: items.map(workView), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<WorkFileView> {
    const work = await this.db.read.findOneBy(Work, { id, communityId });
    if (!work) throw new RowNotFoundError('works');
    const team = await this.db.read.find(Supervisor, { where: { workId: id }, order: { fromOn: 'ASC', id: 'ASC' } });
    return {
      ...workView(work),
      team: team.map(supervisorView),
      findings: await findingCounts(this.db.read, id),
      satisfaction: satisfactionView(work.state, await ratingsOf(this.db.read, id)),
    };
  }

  history(id: string, { communityId }: Caller): Promise<StepsView> {
    return historyOf(this.db, id, communityId);
  }
}
