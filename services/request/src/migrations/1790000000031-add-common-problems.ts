import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What many have called about. */
export class AddCommonProblems1790000000031 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE common_problems (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        catalogue_item_code text NOT NULL,
        callers int NOT NULL CHECK (callers > 0),
        first_called_at timestamptz(3) NOT NULL,
        found_at timestamptz(3) NOT NULL,
        consultation_id uuid
      );
      CREATE INDEX common_problems_found ON common_problems (community_id, found_at DESC, id DESC);
      CREATE INDEX calls_classified ON calls (received_at) WHERE accepted_code IS NOT NULL;`);
  }
}
