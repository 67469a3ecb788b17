import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { Mediator } from '../mediator.entity.js';
import { dismiss, mediatorLife } from '../mediator.js';

/** Every hour: whose term is over holds no office any more, but brings the cases to an end that they are on. */
@Injectable()
export class EndTerms implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('end-terms', 3_600, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT m.id FROM mediators m WHERE m.state <> 'ended' AND m.term_until < $1::date AND NOT EXISTS
             (SELECT 1 FROM cases c WHERE m.id = ANY (c.mediator_ids) AND c.state IN ('accepted', 'in-mediation'))
           ORDER BY m.id LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) =>
        this.db.withTransaction(async (tx) => {
          const one = await tx.lock(Mediator, { id });
          const now = this.time.now();
          if (one.state === 'ended' || one.termUntil >= this.time.today()) return;
          const dismissed = dismiss(one, { reason: 'term-over', now });
          await step(tx, mediatorLife, one, dismissed, { by: TIMETABLE, now, reason: 'term-over' });
        }),
    });
  }
}
