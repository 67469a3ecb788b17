import { ForwardOnlyMigration } from '@huying/database';

import type { QueryRunner } from 'typeorm';

/** What is blanked after its time, or when a person is erased. */
export class BlankAfterTime1792000000201 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE finding_notes ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE proposals ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE statements ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE history ADD COLUMN erased_at timestamptz(3);`);
  }
}
