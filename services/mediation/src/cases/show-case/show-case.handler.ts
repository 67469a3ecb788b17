import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock, historyOf, keysetPage, shown, type Page, type PageQuery, type StepsView } from '@huying/http';
import { enterAsMediator, enterCase, recordReading } from '../access.js';
import { Reading } from '../case.entity.js';
import type { CaseFileView, CaseReadingView } from '../case.view.js';
import { fileView } from '../file.js';

@Injectable()
export class ShowCaseHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(id: string, reason: string | undefined, by: Caller): Promise<CaseFileView> {
    return this.db.withTransaction(async (tx) => {
      const access = await enterCase(tx, id, by);
      // The committee works with states and times; what somebody asked is read only for a reason.
      if (access.as === 'committee' && !reason) return fileView(access, by.personId);
      await recordReading(tx, access, by, { what: 'case', reason, at: this.clock.now() });
      return fileView(access, by.personId, access.case.asked);
    });
  }

  async readings(id: string, query: PageQuery, by: Caller): Promise<Page<CaseReadingView>> {
    await this.db.withTransaction((tx) => enterCase(tx, id, by));
    const found = this.db.read.createQueryBuilder(Reading, 'one').where('one.caseId = :id', { id });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'readAt', direction: 'DESC' }, query);
    return { items: items.map(readingView), nextCursor };
  }

  async history(id: string, by: Caller): Promise<StepsView> {
    await this.db.withTransaction((tx) => enterAsMediator(tx, id, by));
    return historyOf(this.db, id, by.communityId);
  }
}

const readingView = ({ what, readBy, readAs, reason, readAt }: Reading): CaseReadingView => ({
  ...{ what, readBy, readAs, reason, readAt: shown(readAt) },
});
