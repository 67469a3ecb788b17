import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Photos, plans and scans: what is known of each; their bytes lie in the storage under the id. */
export class AddAttachments1792000000191 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attachments (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('photo', 'plan', 'scan')),
        content_type text NOT NULL,
        bytes int NOT NULL CHECK (bytes > 0),
        sha256 text NOT NULL,
        title text,
        about text CHECK (about IN ('consultation', 'finding', 'round')),
        about_id uuid,
        uploaded_by text NOT NULL,
        uploaded_at timestamptz(3) NOT NULL,
        CHECK ((about IS NULL) = (about_id IS NULL))
      );
      CREATE INDEX attachments_about ON attachments (about_id, uploaded_at, id) WHERE about_id IS NOT NULL;
      CREATE INDEX attachments_loose ON attachments (uploaded_at) WHERE about IS NULL;
      ALTER TABLE paper_readings ADD COLUMN scan_id uuid;`);
  }
}
