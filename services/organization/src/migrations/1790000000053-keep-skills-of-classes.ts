import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What a teacher must know is kept: sessions that are planned anew ask for the same. Classes from before asked for what is asked by default. */
export class KeepSkillsOfClasses1790000000053 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE classes ADD COLUMN skills text[] NOT NULL DEFAULT '{teaching}';
      ALTER TABLE classes ALTER COLUMN skills DROP DEFAULT;`);
  }
}
