import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Talks, what is said in them, and what others think of it. */
export class AddStatements1792000000121 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE talks (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        round_id uuid,
        question text NOT NULL,
        opens_at timestamptz(3) NOT NULL,
        closes_at timestamptz(3) NOT NULL,
        seed int NOT NULL,
        opened_at timestamptz(3) NOT NULL,
        CHECK (closes_at > opens_at)
      );
      CREATE INDEX talks_opened ON talks (community_id, opened_at DESC, id DESC);

      CREATE TABLE statements (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('submitted', 'shown', 'rejected')),
        talk_id uuid NOT NULL REFERENCES talks (id),
        text text NOT NULL,
        text_key text NOT NULL,
        author_id text NOT NULL,
        rejection text,
        submitted_at timestamptz(3) NOT NULL,
        CONSTRAINT statements_once UNIQUE (talk_id, text_key)
      );
      CREATE INDEX statements_submitted ON statements (talk_id, submitted_at, id);
      CREATE INDEX statements_author ON statements (community_id, author_id);

      CREATE TABLE statement_votes (
        statement_id uuid NOT NULL REFERENCES statements (id),
        person_id text NOT NULL,
        stance text NOT NULL CHECK (stance IN ('agree', 'disagree', 'pass')),
        voted_at timestamptz(3) NOT NULL,
        PRIMARY KEY (statement_id, person_id)
      );`);
  }
}
