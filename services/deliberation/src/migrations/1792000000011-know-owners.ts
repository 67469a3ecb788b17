import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Who owns a home and how large it is: what owners' decisions are counted by. */
export class KnowOwners1792000000011 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE households
        ADD COLUMN estate text NOT NULL DEFAULT '',
        ADD COLUMN tenure text NOT NULL DEFAULT 'owner' CHECK (tenure IN ('owner', 'tenant')),
        ADD COLUMN area int NOT NULL DEFAULT 0 CHECK (area >= 0),
        ADD COLUMN owner_keys text[] NOT NULL DEFAULT '{}',
        ADD CHECK (tenure = 'owner' OR (area = 0 AND owner_keys = '{}'));`);
  }
}
