import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { ratingsOf } from '../figures.js';
import { closeWork, workLife } from '../work.js';
import { Work } from '../work.entity.js';

/** Every ten seconds: works whose households have had their time to answer are closed, with how many answered and what. */
@Injectable()
export class CloseRatings implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('close-ratings', 10, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM works WHERE state = 'completed' AND ratings_until <= $1 ORDER BY ratings_until LIMIT 1000`,
          [this.time.now().toString()],
        ),
      carryOut: (id) => this.close(id),
    });
  }

  private close(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const work = await tx.lock(Work, { id });
      const closed = closeWork(work, { ...(await ratingsOf(tx.manager, id)), now });
      if (closed) await step(tx, workLife, work, closed, { by: TIMETABLE, now, reason: 'ratings-over' });
    });
  }
}
