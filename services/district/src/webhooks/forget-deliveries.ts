import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, EachOne } from '@huying/http';

/** The log of deliveries is kept for so long after each has ended. */
export const LOG_DAYS = 30;
const PORTION = 10_000;

/** Every hour: what ended long ago leaves the log, with its attempts. */
@Injectable()
export class ForgetDeliveries implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly eachOne: EachOne,
  ) {}

  onModuleInit(): void {
    this.eachOne.add('forget-webhook-deliveries', 3_600, {
      find: () => Promise.resolve([{ id: 'all' }]),
      carryOut: () => this.run(),
    });
  }

  private async run(): Promise<void> {
    const oldest = this.clock.now().subtract({ hours: LOG_DAYS * 24 });
    for (let gone = PORTION; gone === PORTION;) {
      const rows = await this.db.withTransaction((tx) =>
        tx.query(
          `DELETE FROM webhook_deliveries WHERE id IN (
             SELECT id FROM webhook_deliveries WHERE state <> 'waiting' AND ended_at < $1 LIMIT ${PORTION}) RETURNING id`,
          [oldest.toString()],
        ),
      );
      gone = rows.length;
    }
  }
}
