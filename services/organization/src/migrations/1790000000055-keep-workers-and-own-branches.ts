import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** The community's staff; which organisations have a party branch of their own to form. */
export class KeepWorkersAndOwnBranches1790000000055 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE community_workers (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        person_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('community-worker', 'project-worker')),
        entered_at timestamptz(3) NOT NULL,
        left_at timestamptz(3)
      );
      CREATE UNIQUE INDEX community_workers_once ON community_workers (community_id, person_id) WHERE left_at IS NULL;
      CREATE INDEX community_workers_entered ON community_workers (community_id, entered_at, id) WHERE left_at IS NULL;
      -- Whom organisations turn to today is of the staff.
      INSERT INTO community_workers (id, community_id, person_id, kind, entered_at)
        SELECT gen_random_uuid(), community_id, contact_person_id, 'community-worker', now() FROM organizations
        WHERE contact_person_id IS NOT NULL AND state <> 'wound-up' GROUP BY community_id, contact_person_id;

      ALTER TABLE organizations ADD COLUMN own_branch_due_at timestamptz(3);
      CREATE INDEX organizations_contact ON organizations (community_id, contact_person_id) WHERE contact_person_id IS NOT NULL;`);
  }
}
