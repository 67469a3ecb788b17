import { Injectable } from '@nestjs/common';
import { may, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { boardsOf } from '../need-board/need-board.js';
import { Need } from '../need.entity.js';
import { seriesView, type SeriesView } from '../series.view.js';

@Injectable()
export class ShowSeriesHandler {
  constructor(private readonly db: Database) {}

  /** A series of which somebody may see nothing does not exist for them yet. */
  async handle(seriesId: string, by: Caller): Promise<SeriesView> {
    const all = await this.db.read.find(Need, {
      where: { seriesId, communityId: by.communityId },
      order: { startsAt: 'ASC', id: 'ASC' },
    });
    const needs = all.filter((need) => need.state !== 'draft' || may(by, 'read', 'need', need));
    if (needs.length === 0) throw new RowNotFoundError('needs');
    const boards = await boardsOf(
      this.db.read,
      needs.map(({ id }) => id),
    );
    return seriesView(seriesId, needs, boards);
  }
}
