import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * An enrolment follows a claim, and so does a pledge: who asks, asks the claim service, which answers at once. What was asked
 * for here before was claimed nowhere: nobody had a place by it, so it is over. Who goes together is known there. A thing that was
 * delivered stays whoever else gets its number: only who has yet to give it must be one.
 */
export class FollowClaims1790000000052 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enrolments ADD COLUMN claim_id uuid, DROP COLUMN party_id;
      UPDATE enrolments SET claim_id = id, state = CASE state WHEN 'requested' THEN 'withdrawn' ELSE state END;
      ALTER TABLE enrolments ALTER COLUMN claim_id SET NOT NULL;
      CREATE UNIQUE INDEX enrolments_claim ON enrolments (claim_id);

      ALTER TABLE pledges ADD COLUMN claim_id uuid, ALTER COLUMN engraving DROP NOT NULL, DROP CONSTRAINT pledges_state_check;
      UPDATE pledges SET claim_id = id,
        state = CASE WHEN state IN ('requested', 'refused') THEN 'withdrawn' ELSE state END;
      ALTER TABLE pledges ALTER COLUMN claim_id SET NOT NULL, ADD CONSTRAINT pledges_state_check CHECK (state IN
        ('requested', 'waiting', 'pledged', 'withdrawn', 'delivered', 'installed', 'in-care', 'retired'));
      CREATE UNIQUE INDEX pledges_claim ON pledges (claim_id);
      DROP INDEX pledges_number;
      CREATE UNIQUE INDEX pledges_number ON pledges (appeal_id, number) WHERE state = 'pledged';`);
  }
}
