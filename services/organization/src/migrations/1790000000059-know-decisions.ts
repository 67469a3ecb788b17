import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What residents decided, by round: an appeal may rest on it. */
export class KnowDecisions1790000000059 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_decisions (
        round_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        agreed boolean NOT NULL
      );`);
  }
}
