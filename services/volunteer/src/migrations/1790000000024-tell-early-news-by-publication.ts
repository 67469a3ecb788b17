import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Of which publication it was told that a need is for everyone: a later one of the same need begins with its groups. */
export class TellEarlyNewsByPublication1790000000024 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE early_need_news ADD COLUMN publication int NOT NULL DEFAULT 0`);
  }
}
