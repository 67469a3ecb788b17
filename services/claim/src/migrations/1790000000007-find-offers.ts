import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What was offered in a need is found by itself: a repeated key must not be looked for among half a million claims. */
export class FindOffers1790000000007 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX claims_offered ON claims (need_id) WHERE told = 'o'`);
  }
}
