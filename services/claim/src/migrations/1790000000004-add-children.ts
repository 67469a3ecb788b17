import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Children have places in classes: whose they are, so that a guardian enrols their own only. Null: a volunteer. */
export class AddChildren1790000000004 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE known_volunteers ADD COLUMN guardian_id text`);
  }
}
