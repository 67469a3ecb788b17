import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { keysetPage, type Page, type PageQuery } from '@huying/http';
import { FeedEntry } from '../feed-entry.entity.js';
import { entryViews, type FeedEntryView } from '../feed-entry.view.js';
import { onlyFor } from '../feed-entries.js';
import { FeedHub } from '../feed-hub.js';
import { feedProblems } from '../feed.problems.js';

@Injectable()
export class FollowFeedHandler {
  constructor(
    private readonly db: Database,
    private readonly hub: FeedHub,
  ) {}

  /** @throws feed-last-event-id-malformed */
  follow(lastEventId: string | undefined, by: Caller): Promise<Readable> {
    if (lastEventId !== undefined && !/^\d{1,15}$/.test(lastEventId)) throw feedProblems.lastEventIdMalformed();
    return this.hub.open(by, lastEventId === undefined ? undefined : Number(lastEventId));
  }

  async list(query: PageQuery, by: Caller): Promise<Page<FeedEntryView>> {
    const entries = onlyFor(this.db.read.createQueryBuilder(FeedEntry, 'entry').where('TRUE'), by);
    const page = await keysetPage(entries, 'entry', { by: 'id', direction: 'DESC' }, query);
    return { ...page, items: await entryViews(this.db.read, page.items) };
  }
}
