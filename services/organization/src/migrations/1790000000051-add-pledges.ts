import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Things that are wanted, and who gives them. */
export class AddPledges1790000000051 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appeals (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed')),
        title text NOT NULL,
        thing text NOT NULL,
        wanted int NOT NULL CHECK (wanted > 0),
        place text NOT NULL,
        upkeep_months int NOT NULL CHECK (upkeep_months >= 0),
        basis text NOT NULL,
        opens_at timestamptz(3) NOT NULL,
        opened_at timestamptz(3) NOT NULL
      );
      CREATE INDEX appeals_opened ON appeals (community_id, opened_at DESC, id DESC);

      CREATE TABLE pledges (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN
          ('requested', 'pledged', 'refused', 'withdrawn', 'delivered', 'installed', 'in-care', 'retired')),
        appeal_id uuid NOT NULL REFERENCES appeals (id),
        giver_id text NOT NULL,
        engraving text NOT NULL,
        number int,
        next_upkeep_on date,
        reminded_of date,
        upkeeps_done int NOT NULL,
        upkeeps_missed int NOT NULL,
        requested_at timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX pledges_number ON pledges (appeal_id, number)
        WHERE number IS NOT NULL AND state NOT IN ('withdrawn', 'retired');
      CREATE INDEX pledges_requested ON pledges (community_id, requested_at, id);
      CREATE INDEX pledges_appeal ON pledges (appeal_id, requested_at, id);
      CREATE INDEX pledges_giver ON pledges (community_id, giver_id, requested_at, id);
      CREATE INDEX pledges_upkeep ON pledges (next_upkeep_on) WHERE state IN ('installed', 'in-care');`);
  }
}
