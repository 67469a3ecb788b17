import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * The order of a need's transitions is that in which they were made, under the lock of the need. Clocks do not tell it: who
 * waited for the lock may have looked at the clock first.
 */
export class OrderNeedHistory1790000000021 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE need_history ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
      DROP INDEX need_history_need;
      CREATE INDEX need_history_need ON need_history (need_id, position);`);
  }
}
