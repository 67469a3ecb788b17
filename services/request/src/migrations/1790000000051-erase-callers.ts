import { ForwardOnlyMigration } from '@huying/database';
import { CREATE_PERSON_ERASURES } from '@huying/http';
import type { QueryRunner } from 'typeorm';

/** What is blanked after its time; and what became of callers who were erased. */
export class EraseCallers1790000000051 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calls ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE needs ADD COLUMN erased_at timestamptz(3);
      ALTER TABLE need_history ADD COLUMN erased_at timestamptz(3);
      ${CREATE_PERSON_ERASURES}`);
  }
}
