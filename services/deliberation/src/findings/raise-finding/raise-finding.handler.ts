import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Work } from '../../works/work.entity.js';
import { dueDay, findingLife, raiseFinding } from '../finding.js';
import { Finding } from '../finding.entity.js';
import { findingView, type FindingView } from '../finding.view.js';
import { note } from '../note.js';
import { sitsInTeam } from '../watched.js';
import type { RaiseFindingDto } from './raise-finding.controller.js';

@Injectable()
export class RaiseFindingHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(wish: RaiseFindingDto, { communityId, personId: by }: Caller): Promise<FindingView> {
    const { text, photoIds = [], dueOn, building = null, ...about } = wish;
    const deed = { by, now: this.time.now() };
    const today = this.time.today();
    return this.db.withTransaction(async (tx) => {
      const work = await tx.lock(Work, { id: wish.workId, communityId });
      const finding = tx.create(Finding, {
        ...{ id: uuidv7(), communityId, state: 'open', ...about, building },
        ...{ dueOn: dueDay(wish.severity, dueOn, today), escalatedFor: null, raisedBy: by, raisedAt: deed.now },
        ...{ reopenedBy: null, reopenedTimes: 0, rectifiedBy: null, rectifiedAt: null },
      });
      const inTeam = await sitsInTeam(tx, work.id, by, today);
      const raised = raiseFinding(finding, { ...deed, work, inTeam, photos: photoIds.length });
      await step(tx, findingLife, finding, raised, deed);
      await note(tx, finding, { ...deed, kind: 'raised', text, photoIds });
      return findingView(finding, today);
    });
  }
}
