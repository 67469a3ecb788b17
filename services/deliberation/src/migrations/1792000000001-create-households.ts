import { ForwardOnlyMigration } from '@huying/database';
import { CREATE_HISTORY } from '@huying/http';
import type { QueryRunner } from 'typeorm';

/** Households of the estate, and the accounts that act for them. */
export class CreateHouseholds1792000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      ${CREATE_HISTORY}

      CREATE TABLE households (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        building text NOT NULL,
        stairwell text,
        door text NOT NULL,
        home_key text NOT NULL,
        entered_at timestamptz(3) NOT NULL,
        CONSTRAINT households_home UNIQUE (home_key)
      );
      CREATE INDEX households_entered ON households (community_id, entered_at, id);

      CREATE TABLE household_accounts (
        community_id text NOT NULL,
        account_id text NOT NULL,
        household_id uuid NOT NULL REFERENCES households (id),
        PRIMARY KEY (community_id, account_id)
      );
      CREATE INDEX household_accounts_of ON household_accounts (household_id);`);
  }
}
