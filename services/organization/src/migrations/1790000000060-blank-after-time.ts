import { ForwardOnlyMigration } from '@huying/database';

import type { QueryRunner } from 'typeorm';

/** What is blanked after its time, or when a person is erased. */
export class BlankAfterTime1790000000060 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE pledges ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE partners ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE bookings ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE history ADD COLUMN erased_at timestamptz(3);`);
  }
}
