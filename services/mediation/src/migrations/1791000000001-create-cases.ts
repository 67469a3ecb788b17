import { ForwardOnlyMigration } from '@huying/database';
import { CREATE_HISTORY } from '@huying/http';
import type { QueryRunner } from 'typeorm';

/** Cases, who is in them, what was done for safety, and who has read what. */
export class CreateCases1791000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE EXTENSION IF NOT EXISTS btree_gist;

      ${CREATE_HISTORY}

      CREATE TABLE subjects (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        name_key text NOT NULL,
        name text NOT NULL,
        CONSTRAINT subjects_once UNIQUE (community_id, name_key)
      );

      CREATE TABLE cases (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('received', 'consent-sought', 'accepted', 'in-mediation', 'agreed', 'terminated',
          'performed', 'broken', 'confirmed', 'withdrawn', 'closed')),
        kind text NOT NULL,
        source text NOT NULL,
        origin_id uuid,
        urgency int NOT NULL CHECK (urgency BETWEEN 1 AND 3),
        risk text NOT NULL CHECK (risk IN ('none', 'threatened', 'acute')),
        "group" boolean NOT NULL,
        asked text,
        subject_id uuid REFERENCES subjects (id),
        opened_by text NOT NULL,
        received_at timestamptz(3) NOT NULL,
        accepted_at timestamptz(3),
        due_at timestamptz(3),
        paused_at timestamptz(3),
        pause_reason text,
        extend_to timestamptz(3),
        extended_by int[] NOT NULL,
        told_of_end timestamptz(3),
        mediator_ids uuid[] NOT NULL,
        impasses int NOT NULL,
        confirmed_at timestamptz(3),
        outcome text NOT NULL,
        CHECK ((paused_at IS NULL) = (pause_reason IS NULL))
      );
      CREATE UNIQUE INDEX cases_origin ON cases (community_id, origin_id) WHERE origin_id IS NOT NULL;
      CREATE INDEX cases_received ON cases (community_id, received_at DESC, id DESC);
      CREATE INDEX cases_due ON cases (due_at) WHERE state IN ('accepted', 'in-mediation') AND paused_at IS NULL;
      CREATE INDEX cases_mediators ON cases USING gin (mediator_ids);
      CREATE INDEX cases_opener ON cases (community_id, opened_by);

      CREATE TABLE parties (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id),
        version int NOT NULL,
        side int NOT NULL CHECK (side BETWEEN 1 AND 5),
        kind text NOT NULL,
        name text NOT NULL,
        phone text,
        account_id text,
        hometown text,
        dialects text[] NOT NULL,
        premises text,
        employer text,
        consent text NOT NULL CHECK (consent IN ('unasked', 'asked', 'given', 'refused')),
        consent_witness text,
        "left" boolean NOT NULL,
        representative boolean NOT NULL,
        votes_for uuid[] NOT NULL
      );
      CREATE INDEX parties_case ON parties (case_id, side, id);
      CREATE UNIQUE INDEX parties_once ON parties (case_id, account_id) WHERE account_id IS NOT NULL AND NOT "left";
      CREATE INDEX parties_account ON parties (account_id) WHERE account_id IS NOT NULL;

      CREATE TABLE measures (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id),
        text text NOT NULL,
        taken_by text NOT NULL,
        taken_at timestamptz(3) NOT NULL
      );
      CREATE INDEX measures_case ON measures (case_id, id);

      CREATE TABLE readings (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id),
        what text NOT NULL,
        read_by text NOT NULL,
        read_as text NOT NULL CHECK (read_as IN ('party', 'mediator', 'committee')),
        reason text,
        read_at timestamptz(3) NOT NULL,
        CHECK (read_as <> 'committee' OR reason IS NOT NULL)
      );
      CREATE INDEX readings_case ON readings (case_id, read_at DESC, id DESC);`);
  }
}
