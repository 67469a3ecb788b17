import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * Children have places in classes: whose they are, so that a guardian enrols their own only (null: a volunteer). Residents pledge
 * things: one that was delivered is not taken back.
 */
export class AddClassesAndAppeals1790000000004 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE known_volunteers ADD COLUMN guardian_id text;
      ALTER TABLE claims ADD COLUMN delivered_at timestamptz(3);`);
  }
}
