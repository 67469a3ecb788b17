import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, shown, type Page, type PageQuery } from '@huying/http';
import { NeedReading } from '../need-reading.entity.js';
import { Need } from '../need.entity.js';
import type { NeedReadingView } from './list-readings.controller.js';

@Injectable()
export class ListReadingsHandler {
  constructor(private readonly db: Database) {}

  async handle(needId: string, query: PageQuery, by: Caller): Promise<Page<NeedReadingView>> {
    const known = await this.db.read.existsBy(Need, { id: needId, communityId: by.communityId });
    if (!known) throw new RowNotFoundError('needs');
    const readings = this.db.read
      .createQueryBuilder(NeedReading, 'reading')
      .where('reading.needId = :needId', { needId });
    const page = await keysetPage(readings, 'reading', { by: 'readAt', direction: 'DESC' }, query);
    return { ...page, items: page.items.map(readingView) };
  }
}

const readingView = ({ id, readBy, readAs, readAt }: NeedReading): NeedReadingView => ({
  id,
  readBy,
  readAs,
  readAt: shown(readAt),
});
