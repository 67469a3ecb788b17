import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime, keysetPage, type Page } from '@huying/http';
import { Finding, FindingNote } from '../finding.entity.js';
import { findingView, noteView, type FindingFileView, type FindingView } from '../finding.view.js';
import type { ListFindingsQuery } from './list-findings.controller.js';

@Injectable()
export class ListFindingsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list(
    { workId, state, severity, overdue, ...page }: ListFindingsQuery,
    { communityId }: Caller,
  ): Promise<Page<FindingView>> {
    const today = this.time.today();
    const found = this.db.read
      .createQueryBuilder(Finding, 'one')
      .where('one.communityId = :communityId', { communityId });
    if (workId) found.andWhere('one.workId = :workId', { workId });
    if (state) found.andWhere('one.state = :state', { state });
    if (severity) found.andWhere('one.severity = :severity', { severity });
    if (overdue !== undefined) {
      const passed = `(one.dueOn < :today AND one.state IN ('open', 'answered', 'reopened'))`;
      found.andWhere(overdue ? passed : `NOT ${passed}`, { today });
    }
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'raisedAt', direction: 'ASC' }, page);
    return { items: items.map((finding) => findingView(finding, today)), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<FindingFileView> {
    const finding = await this.db.read.findOneBy(Finding, { id, communityId });
    if (!finding) throw new RowNotFoundError('findings');
    const notes = await this.db.read.find(FindingNote, {
      where: { findingId: id },
      order: { writtenAt: 'ASC', id: 'ASC' },
    });
    return { ...findingView(finding, this.time.today()), notes: notes.map(noteView) };
  }
}
