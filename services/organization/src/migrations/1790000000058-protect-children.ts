import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Who read of a child is known also when the child is erased; children in no class are erased too; no day of an invitation is a birthday. */
export class ProtectChildren1790000000058 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE child_readings ADD COLUMN guardian_id text;
      UPDATE child_readings r SET guardian_id = c.guardian_id FROM children c WHERE c.id = r.child_id;
      CREATE INDEX child_readings_read ON child_readings (read_at);
      CREATE INDEX children_consent ON children (consent_at);

      CREATE TABLE unenrolled_erasures (
        community_id text NOT NULL,
        erased_on date NOT NULL,
        children int NOT NULL,
        PRIMARY KEY (community_id, erased_on)
      );

      UPDATE former_pupils SET invite_on = date_trunc('quarter', invite_on - 1) + interval '3 months' WHERE state = 'followed';
      UPDATE former_pupils SET invite_on = date_trunc('quarter', invite_on) WHERE state <> 'followed';`);
  }
}
