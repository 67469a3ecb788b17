import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What residents propose, which households support it, and who was refused how often. */
export class AddProposals1792000000131 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE proposals (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('gathering', 'ready', 'taken-up', 'declined', 'withdrawn')),
        text text NOT NULL,
        place text NOT NULL,
        made_by text NOT NULL,
        supporters int NOT NULL CHECK (supporters >= 0),
        supporters_needed int NOT NULL CHECK (supporters_needed > 0),
        declination text,
        consultation_id uuid REFERENCES consultations (id),
        made_at timestamptz(3) NOT NULL,
        CHECK ((state = 'taken-up') = (consultation_id IS NOT NULL)),
        CHECK ((state = 'declined') = (declination IS NOT NULL))
      );
      CREATE INDEX proposals_made ON proposals (community_id, made_at DESC, id DESC);
      CREATE INDEX proposals_waiting ON proposals (community_id, made_by) WHERE state IN ('gathering', 'ready');

      CREATE TABLE proposal_supports (
        id uuid PRIMARY KEY,
        proposal_id uuid NOT NULL REFERENCES proposals (id),
        household_id uuid NOT NULL REFERENCES households (id),
        supported_at timestamptz(3) NOT NULL,
        CONSTRAINT proposal_supports_once UNIQUE (proposal_id, household_id)
      );
      CREATE INDEX proposal_supports_given ON proposal_supports (proposal_id, supported_at, id);

      CREATE TABLE proposal_refusals (
        community_id text NOT NULL,
        account_id text NOT NULL,
        code text NOT NULL,
        times int NOT NULL CHECK (times > 0),
        last_at timestamptz(3) NOT NULL,
        PRIMARY KEY (community_id, account_id, code)
      );`);
  }
}
