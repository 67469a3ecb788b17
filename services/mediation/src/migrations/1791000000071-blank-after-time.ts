import { ForwardOnlyMigration } from '@huying/database';

import type { QueryRunner } from 'typeorm';

/** What is blanked after its time, or when a person is erased. */
export class BlankAfterTime1791000000071 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE mediators ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE go_betweens ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE warnings ADD COLUMN erased_at timestamptz(3);`);
  }
}
