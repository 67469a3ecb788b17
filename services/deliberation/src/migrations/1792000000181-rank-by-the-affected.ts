import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Whom an option affects most counts in the order of options; works and needs name the option that they carry out. */
export class RankByTheAffected1792000000181 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE voters ADD COLUMN affected_by text[] NOT NULL DEFAULT '{}';
      ALTER TABLE box ADD COLUMN affected_commitment text;
      ALTER TABLE counted ADD COLUMN affected_commitment text;
      ALTER TABLE works ADD COLUMN option_id text, ADD CHECK (option_id IS NULL OR decision_id IS NOT NULL);
      CREATE TABLE volunteers_wanted (
        need_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        round_id uuid NOT NULL REFERENCES rounds (id),
        option_id text NOT NULL
      );
      CREATE INDEX volunteers_wanted_round ON volunteers_wanted (round_id);`);
  }
}
