import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { appointmentLife, end, isTermOver } from '../appointment.js';
import { Appointment } from '../appointment.entity.js';

/** Every hour: offices whose last day has passed are vacant. */
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
          `SELECT id FROM appointments WHERE state = 'in-office' AND until_on < $1 ORDER BY until_on LIMIT 1000`,
          [this.time.today()],
        ),
      carryOut: (id) => this.end(id),
    });
  }

  private end(id: string): Promise<void> {
    const deed = { by: TIMETABLE, now: this.time.now(), reason: 'term-over' };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(Appointment, { id });
      if (!isTermOver(one, this.time.today())) return;
      await step(tx, appointmentLife, one, end(one, { ...deed, cause: 'term-over' }), deed);
    });
  }
}
