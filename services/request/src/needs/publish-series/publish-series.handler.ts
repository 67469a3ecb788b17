import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { Clock } from '@huying/http';
import { boardsOf } from '../need-board/need-board.js';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { needProblems } from '../needs.problems.js';
import { publish } from '../publication.js';
import { seriesView, type SeriesView } from '../series.view.js';
import type { PublishSeriesDto } from './publish-series.controller.js';

@Injectable()
export class PublishSeriesHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(seriesId: string, { groupIds, waitingList, ...wish }: PublishSeriesDto, by: Caller): Promise<SeriesView> {
    const deed = { by: by.personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const needs = await lockAll(tx, seriesId, by);
      const drafts = needs.filter(({ state }) => state === 'draft');
      if (drafts.length === 0) throw needProblems.seriesWithoutDrafts();
      for (const need of drafts) {
        const published = publish(need, {
          ...deed,
          ...wish,
          groupIds: groupIds ?? [],
          waitingList: waitingList ?? true,
        });
        await transition(tx, need, published, { by: deed.by, reason: '', at: deed.now });
      }
      const boards = await boardsOf(
        tx.manager,
        needs.map(({ id }) => id),
      );
      return seriesView(seriesId, needs, boards);
    });
  }
}

/** In the order of their starts, for everybody who locks them. */
async function lockAll(tx: Tx, seriesId: string, by: Caller): Promise<Need[]> {
  const needs = await tx.manager.find(Need, {
    where: { seriesId, communityId: by.communityId },
    order: { startsAt: 'ASC', id: 'ASC' },
    lock: { mode: 'pessimistic_write' },
  });
  if (needs.length === 0) throw new RowNotFoundError('needs');
  return needs;
}
