import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { Timetable } from './timetable.js';

/** Every hour: answers kept for Idempotency-Key are removed after their 24 hours, for they hold personal data. */
@Injectable()
export class ForgetIdempotencyKeys implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly timetable: Timetable,
  ) {}

  onModuleInit(): void {
    this.timetable.add({ name: 'forget-idempotency-keys', everySeconds: 3_600, run: () => this.run() });
  }

  async run(): Promise<void> {
    await this.database.dataSource.query(`DELETE FROM idempotency_keys WHERE started_at < now() - interval '24 hours'`);
  }
}
