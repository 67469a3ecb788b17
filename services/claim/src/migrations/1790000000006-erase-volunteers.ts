import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Who is to be erased, until Redis and the ledger know nothing of them either; and what is blanked after its time. */
export class EraseVolunteers1790000000006 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE known_volunteers
        ADD COLUMN erasure_id uuid,
        ADD COLUMN erased_at timestamptz(3),
        ADD COLUMN erasure_answered boolean NOT NULL DEFAULT false;
      ALTER TABLE claim_deeds ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE ledger ADD COLUMN erased_at timestamptz(3);
      CREATE INDEX ledger_volunteers ON ledger (decided_at) WHERE kind = 'volunteers' AND erased_at IS NULL;`);
  }
}
