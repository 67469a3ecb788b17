import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Each try of a case invites its own go-between; whoever brought a case reads it as what they are. */
export class KeepTriesApart1791000000051 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE invitations
        DROP CONSTRAINT invitations_state_check,
        ADD CONSTRAINT invitations_state_check CHECK (state IN ('proposed', 'accepted', 'declined', 'released'));
      DROP INDEX invitations_one;
      CREATE UNIQUE INDEX invitations_one ON invitations (case_id) WHERE state IN ('proposed', 'accepted');
      DROP INDEX invitations_go_between;
      CREATE INDEX invitations_go_between ON invitations (go_between_id, proposed_at DESC) WHERE state IN ('proposed', 'accepted');

      ALTER TABLE readings
        DROP CONSTRAINT readings_read_as_check,
        ADD CONSTRAINT readings_read_as_check CHECK (read_as IN ('party', 'mediator', 'committee', 'reporter'));`);
  }
}
