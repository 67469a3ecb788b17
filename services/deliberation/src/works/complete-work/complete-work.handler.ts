import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { findingCounts } from '../figures.js';
import { completeWork, workLife } from '../work.js';
import { Work } from '../work.entity.js';
import { workView, type WorkView } from '../work.view.js';
import type { CompleteWorkDto } from './complete-work.controller.js';

@Injectable()
export class CompleteWorkHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  /** Deeds about findings lock the works too: none is raised or reopened while this counts. */
  handle(id: string, { ratingDays }: CompleteWorkDto, { communityId, personId: by }: Caller): Promise<WorkView> {
    const deed = { by, now: this.time.now() };
    const ratingsUntil = deed.now.add({ hours: ratingDays * 24 });
    return this.db.withTransaction(async (tx) => {
      const work = await tx.lock(Work, { id, communityId });
      const findings = await findingCounts(tx.manager, id);
      const completed = completeWork(work, { ...deed, findings, ratingsUntil });
      Object.assign(work, { completedAt: deed.now, ratingsUntil });
      await step(tx, workLife, work, completed, deed);
      return workView(work);
    });
  }
}
