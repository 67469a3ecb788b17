import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureDecided } from '../../priorities/decided.js';
import { Round } from '../../rounds/round.entity.js';
import { startWork, workLife } from '../work.js';
import { Work } from '../work.entity.js';
import { workView, type WorkView } from '../work.view.js';
import type { StartWorkDto } from './start-work.controller.js';

@Injectable()
export class StartWorkHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(
    { decisionId = null, optionId = null, ...wish }: StartWorkDto,
    { communityId, personId: by }: Caller,
  ): Promise<WorkView> {
    const deed = { by, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      if (decisionId || optionId) {
        ensureDecided(decisionId ? await tx.manager.findOneBy(Round, { id: decisionId, communityId }) : null, optionId);
      }
      const work = tx.create(Work, {
        ...{ id: uuidv7(), communityId, state: 'under-way', ...wish, decisionId, optionId },
        ...{ startedAt: deed.now, completedAt: null, ratingsUntil: null },
      });
      await step(tx, workLife, work, startWork(work, deed), deed);
      return workView(work);
    });
  }
}
