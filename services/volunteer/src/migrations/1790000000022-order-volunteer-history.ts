import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * The order of a volunteer's changes of state is that in which they were made, under the lock of the volunteer. Clocks do not tell
 * it: who waited for the lock may have looked at the clock first.
 */
export class OrderVolunteerHistory1790000000022 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE volunteer_history ADD COLUMN position bigint GENERATED ALWAYS AS IDENTITY;
      DROP INDEX volunteer_history_volunteer;
      CREATE INDEX volunteer_history_volunteer ON volunteer_history (community_id, volunteer_id, position);`);
  }
}
