import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Database, isDatabaseUnavailable } from '@huying/database';
import { Clock, Timetable } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { Need } from '../need.entity.js';
import { boardOf } from '../need-board/need-board.js';
import { transition } from '../need-history.js';
import { expire } from '../need.js';

/** Every minute: needs whose time went by with nobody holding a place expire, so that none stays open unseen. */
@Injectable()
export class ExpireNeeds implements OnModuleInit {
  private readonly logger = new Logger('expire-needs');

  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
  ) {}

  onModuleInit(): void {
    this.timetable.add({ name: 'expire-needs', everySeconds: 60, run: () => this.run() });
  }

  /** Each need in a transaction of its own: one that cannot be changed does not hold up the others. */
  async run(): Promise<void> {
    const now = this.clock.now();
    const over = await this.db.read
      .createQueryBuilder(Need, 'need')
      .select('need.id')
      .where(`need.state IN ('draft', 'published') AND need.endsAt <= :now`, { now: now.toString() })
      .andWhere(`NOT EXISTS (SELECT FROM need_board_claims c WHERE c.need_id = need.id AND c.state = 'held')`)
      .orderBy('need.endsAt')
      .limit(1_000)
      .getMany();
    for (const { id } of over) {
      await this.expire(id, now).catch((error: unknown) => {
        if (isDatabaseUnavailable(error)) throw error;
        this.logger.error({ err: error, needId: id }, 'A need could not expire; it comes round again.');
      });
    }
  }

  private expire(id: string, now: Temporal.Instant): Promise<void> {
    return this.db.withTransaction(async (tx) => {
      const need = await tx.lock(Need, { id });
      const { held } = await boardOf(tx.manager, id);
      const why = { by: 'timetable', reason: 'time-is-over' };
      const expired = expire(need, held, { ...why, now });
      if (expired) await transition(tx, need, expired, { ...why, at: now });
    });
  }
}
