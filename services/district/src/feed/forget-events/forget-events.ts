import { Injectable, type OnModuleInit } from '@nestjs/common';
import { districtTopic } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, Timetable } from '@huying/http';

/** Every hour: events that the topic has forgotten are forgotten here as well. */
@Injectable()
export class ForgetEvents implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly timetable: Timetable,
  ) {}

  onModuleInit(): void {
    this.timetable.add({ name: 'forget-district-events', everySeconds: 3_600, run: () => this.run() });
  }

  async run(): Promise<void> {
    const oldest = this.clock.now().subtract({ hours: districtTopic.retentionDays * 24 });
    await this.db.withTransaction((tx) =>
      tx.query('DELETE FROM district_events WHERE published_at < $1', [oldest.toString()]),
    );
  }
}
