import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** The feed also tells of what is of no need: an upkeep that is due, a milestone, an invitation. */
export class TellOfNoNeed1790000000025 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE feed_entries ALTER COLUMN need_id DROP NOT NULL`);
  }
}
