import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Clock, Timetable } from '@huying/http';

/** How long a client may stay away and still miss nothing. */
const KEPT_HOURS = 7 * 24;

/** Every hour: entries of the feed that are older than seven days are removed. */
@Injectable()
export class ForgetEntries implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
  ) {}

  onModuleInit(): void {
    this.timetable.add({ name: 'forget-feed-entries', everySeconds: 3_600, run: () => this.run() });
  }

  async run(): Promise<void> {
    const oldest = this.clock.now().subtract({ hours: KEPT_HOURS });
    await this.db.withTransaction((tx) =>
      tx.query('DELETE FROM feed_entries WHERE created_at < $1', [oldest.toString()]),
    );
  }
}
