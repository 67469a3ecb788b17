import { ForwardOnlyMigration } from '@huying/database';
import { CREATE_PERSON_ERASURES } from '@huying/http';
import type { QueryRunner } from 'typeorm';

/** Who was erased, so that nobody who comes back does so under an old version; what became of it; and what is blanked after its time. */
export class EraseVolunteers1790000000031 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE erased_volunteers (
        community_id text NOT NULL,
        id text NOT NULL,
        version int NOT NULL,
        suspended boolean NOT NULL,
        missed_services int NOT NULL,
        blocked_at timestamptz(3),
        erasure_id uuid NOT NULL,
        PRIMARY KEY (community_id, id)
      );
      ${CREATE_PERSON_ERASURES}
      ALTER TABLE known_needs ADD COLUMN erased_at timestamptz(3);
      CREATE INDEX known_needs_kept ON known_needs (ends_at) WHERE erased_at IS NULL;
      CREATE INDEX known_claims_volunteer ON known_claims (community_id, volunteer_id);`);
  }
}
