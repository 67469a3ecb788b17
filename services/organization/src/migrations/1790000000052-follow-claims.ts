import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * An enrolment follows a claim: who asks, asks the claim service, which answers at once. What was asked for here before was
 * claimed nowhere, so nobody had a place by it. Who goes together is known there.
 */
export class FollowClaims1790000000052 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE enrolments ADD COLUMN claim_id uuid, DROP COLUMN party_id;
      UPDATE enrolments SET claim_id = id;
      ALTER TABLE enrolments ALTER COLUMN claim_id SET NOT NULL;
      CREATE UNIQUE INDEX enrolments_claim ON enrolments (claim_id);`);
  }
}
