import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Since when a claim is: those from before a reopening are not on the board of the new time. */
export class KnowSinceWhen1790000000052 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE need_board_claims ADD COLUMN since timestamptz(3)`);
  }
}
