import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** A round is announced, with its voters, before ballots are taken. */
export class OpenRoundsAhead1792000000151 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE rounds ADD COLUMN opens_at timestamptz(3);
      UPDATE rounds SET opens_at = opened_at;
      ALTER TABLE rounds ALTER COLUMN opens_at SET NOT NULL, ADD CONSTRAINT rounds_times CHECK (opens_at < closes_at);`);
  }
}
