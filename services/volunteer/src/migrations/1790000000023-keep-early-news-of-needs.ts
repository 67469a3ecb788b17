import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * What the claim service tells of a need comes by another topic than its publication, hence maybe before it: after a time
 * without Kafka both are read in any order. It is kept until the need is known.
 */
export class KeepEarlyNewsOfNeeds1790000000023 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE early_need_news (
        need_id uuid PRIMARY KEY,
        places int,
        for_everyone boolean NOT NULL DEFAULT false
      );`);
  }
}
