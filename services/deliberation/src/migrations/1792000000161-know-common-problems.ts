import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What many have called about may lead to a consultation. */
export class KnowCommonProblems1792000000161 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_common_problems (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        catalogue_item_code text NOT NULL,
        consultation_id uuid REFERENCES consultations (id)
      );
      ALTER TABLE consultations ADD COLUMN common_problem_id uuid REFERENCES known_common_problems (id);`);
  }
}
