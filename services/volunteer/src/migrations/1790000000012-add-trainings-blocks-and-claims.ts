import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Trainings, missed services and what they lead to; how needs are dispatched; whose claims are live. */
export class AddTrainingsBlocksAndClaims1790000000012 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE volunteers
        ADD COLUMN trainings jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN missed_services int NOT NULL DEFAULT 0 CHECK (missed_services >= 0),
        ADD COLUMN blocked_at timestamptz(3);

      ALTER TABLE attendances
        ADD COLUMN missed_at timestamptz(3),
        DROP CONSTRAINT attendances_state_check,
        ADD CONSTRAINT attendances_state_check
          CHECK (state IN ('expected', 'released', 'checked-in', 'checked-out', 'missed'));

      ALTER TABLE known_needs
        ADD COLUMN dispatch text NOT NULL DEFAULT 'first-come',
        ADD COLUMN urgent boolean NOT NULL DEFAULT false,
        ADD COLUMN revision int NOT NULL DEFAULT 0;

      CREATE TABLE known_claims (
        claim_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        need_id uuid NOT NULL,
        volunteer_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('held', 'offered', 'waiting', 'ended')),
        reason text,
        changed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX known_claims_need ON known_claims (need_id, changed_at);`);
  }
}
