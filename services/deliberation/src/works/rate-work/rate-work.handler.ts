import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isUniqueViolation } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { householdOf } from '../../electorate/household-of.js';
import { ratingsOf } from '../figures.js';
import { ensureRatable } from '../work.js';
import { Work, WorkRating } from '../work.entity.js';
import { satisfactionView, type SatisfactionView } from '../work.view.js';
import { workProblems } from '../works.problems.js';
import type { RateWorkDto } from './rate-work.controller.js';

@Injectable()
export class RateWorkHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  /** The lock on the works keeps them from being closed while an answer is taken. */
  async handle(id: string, { satisfaction }: RateWorkDto, by: Caller): Promise<SatisfactionView> {
    try {
      return await this.db.withTransaction(async (tx) => {
        const work = await tx.lock(Work, { id, communityId: by.communityId });
        ensureRatable(work, this.time.now());
        const householdId = await householdOf(tx.manager, by);
        if (!householdId) throw workProblems.noHousehold();
        await tx.save(tx.create(WorkRating, { id: uuidv7(), workId: id, householdId, satisfaction }));
        return satisfactionView(work.state, await ratingsOf(tx.manager, id));
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'work_ratings_once')) throw error;
      throw workProblems.ratedAlready({}, { cause: error });
    }
  }
}
