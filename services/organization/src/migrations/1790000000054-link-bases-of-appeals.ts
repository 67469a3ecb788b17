import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** On which decision an appeal rests. Those from before rest on what was written, decided by the day they were opened at the latest. */
export class LinkBasesOfAppeals1790000000054 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE appeals
        ADD COLUMN basis_kind text NOT NULL DEFAULT 'written-decision' CHECK (basis_kind IN ('consultation-result', 'written-decision')),
        ADD COLUMN basis_result_id uuid,
        ADD COLUMN basis_decided_on date;
      UPDATE appeals SET basis_decided_on = opened_at::date;
      ALTER TABLE appeals ALTER COLUMN basis_kind DROP DEFAULT, ALTER COLUMN basis_decided_on SET NOT NULL,
        ADD CHECK ((basis_kind = 'consultation-result') = (basis_result_id IS NOT NULL));`);
  }
}
