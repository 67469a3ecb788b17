import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Options can be ranked, and points be spread over them. */
export class CountByRankingAndPoints1792000000141 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rounds DROP CONSTRAINT rounds_method_check,
        ADD CONSTRAINT rounds_method_check CHECK (method IN ('yes-no', 'checklist', 'ranking', 'points'));`);
  }
}
