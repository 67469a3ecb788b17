import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Consultations and their rounds, who may vote, who has, and, apart from that, what was voted. */
export class AddRounds1792000000021 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consultations (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed')),
        title text NOT NULL,
        description text NOT NULL,
        opened_by text NOT NULL,
        opened_at timestamptz(3) NOT NULL
      );
      CREATE INDEX consultations_opened ON consultations (community_id, opened_at DESC, id DESC);

      CREATE TABLE rounds (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed')),
        consultation_id uuid NOT NULL REFERENCES consultations (id),
        number int NOT NULL CHECK (number BETWEEN 1 AND 5),
        purpose text NOT NULL,
        method text NOT NULL CHECK (method IN ('yes-no', 'checklist')),
        rule text NOT NULL,
        quorum_percent int CHECK (quorum_percent BETWEEN 1 AND 100),
        question text NOT NULL,
        options jsonb NOT NULL,
        most_ticks int NOT NULL CHECK (most_ticks > 0),
        scope jsonb NOT NULL,
        voters int NOT NULL CHECK (voters > 0),
        area bigint NOT NULL CHECK (area >= 0),
        opened_at timestamptz(3) NOT NULL,
        closes_at timestamptz(3) NOT NULL,
        published jsonb,
        CONSTRAINT rounds_number UNIQUE (consultation_id, number)
      );
      CREATE INDEX rounds_closing ON rounds (closes_at) WHERE state = 'open';

      CREATE TABLE voters (
        id uuid PRIMARY KEY,
        round_id uuid NOT NULL REFERENCES rounds (id),
        area bigint NOT NULL,
        code_hash text,
        CONSTRAINT voters_code UNIQUE (round_id, code_hash)
      );
      CREATE TABLE voter_households (
        round_id uuid NOT NULL,
        household_id uuid NOT NULL,
        voter_id uuid NOT NULL REFERENCES voters (id),
        PRIMARY KEY (round_id, household_id)
      );

      -- Who has voted. The sealed link to the ballot is there until the round closes.
      CREATE TABLE roll (
        voter_id uuid PRIMARY KEY REFERENCES voters (id),
        round_id uuid NOT NULL,
        channel text NOT NULL CHECK (channel IN ('app', 'paper')),
        sealed text
      );
      CREATE INDEX roll_round ON roll (round_id);

      -- What was voted, by whom nobody can tell: random ids, no times.
      CREATE TABLE box (
        id uuid PRIMARY KEY,
        round_id uuid NOT NULL,
        choice text[] NOT NULL,
        commitment text NOT NULL,
        area_commitment text
      );
      CREATE INDEX box_round ON box (round_id);
      -- Written at closing in the order of ids, so that not even the place of a row tells when it was cast.
      CREATE TABLE counted (LIKE box INCLUDING ALL);

      -- Two readings of a paper by different people, and a third where they differ; gone once the ballot is in the box.
      CREATE TABLE paper_readings (
        voter_id uuid NOT NULL REFERENCES voters (id),
        read_by text NOT NULL,
        choice text NOT NULL,
        PRIMARY KEY (voter_id, read_by)
      );

      CREATE TABLE wrong_codes (
        round_id uuid NOT NULL REFERENCES rounds (id),
        account_id text NOT NULL,
        tries int NOT NULL,
        PRIMARY KEY (round_id, account_id)
      );`);
  }
}
