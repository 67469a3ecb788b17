import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, EachOne, tell, TIMETABLE } from '@huying/http';
import { MediationCase } from '../case.entity.js';
import { caseLife, isOverdue, TELL_DAYS, tellOfEnd, terminate } from '../case.js';
import { endCase } from '../ending.js';

/** Every quarter of an hour: all are told that the time is almost over; a case whose time is over ends (art. 26). */
@Injectable()
export class EndOverdue implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('end-overdue-cases', 900, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM cases WHERE state IN ('accepted', 'in-mediation') AND paused_at IS NULL
             AND due_at <= $1::timestamptz + make_interval(days => $2) ORDER BY due_at LIMIT 1000`,
          [this.clock.now().toString(), TELL_DAYS],
        ),
      carryOut: (id) => this.look(id),
    });
  }

  private look(id: string): Promise<void> {
    const deed = { by: TIMETABLE, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(MediationCase, { id });
      if (isOverdue(one, deed.now)) {
        const ended = terminate(one, { reason: 'period-over', now: deed.now });
        return endCase(tx, one, ended, { ...deed, reason: 'period-over' });
      }
      const ending = tellOfEnd(one, deed.now);
      if (!ending) return;
      one.toldOfEnd = one.dueAt;
      await tell(tx, caseLife, one, ending, deed);
    });
  }
}
