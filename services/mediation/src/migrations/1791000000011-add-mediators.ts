import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Mediators, go-betweens, and how they come to a case. */
export class AddMediators1791000000011 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mediators (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('serving', 'suspended', 'ended')),
        name text NOT NULL,
        account_id text NOT NULL,
        hometown text NOT NULL,
        dialects jsonb NOT NULL,
        languages jsonb NOT NULL,
        fields text[] NOT NULL,
        trainings text[] NOT NULL,
        load_limit int NOT NULL CHECK (load_limit > 0),
        available boolean NOT NULL,
        term_from date NOT NULL,
        term_until date NOT NULL,
        ties jsonb NOT NULL,
        premises text,
        employer text,
        standing text NOT NULL,
        appointed_at timestamptz(3) NOT NULL,
        CHECK (term_until > term_from)
      );
      CREATE UNIQUE INDEX mediators_account ON mediators (community_id, account_id) WHERE state <> 'ended';
      CREATE INDEX mediators_appointed ON mediators (community_id, appointed_at, id);
      CREATE INDEX mediators_term ON mediators (term_until) WHERE state <> 'ended';

      CREATE TABLE go_betweens (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('trusted', 'retired')),
        name text NOT NULL,
        volunteer_id text NOT NULL,
        hometown text NOT NULL,
        dialects jsonb NOT NULL,
        languages jsonb NOT NULL,
        ties jsonb NOT NULL,
        premises text,
        employer text,
        trust text NOT NULL,
        load_limit int NOT NULL CHECK (load_limit > 0),
        registered_at timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX go_betweens_volunteer ON go_betweens (community_id, volunteer_id) WHERE state <> 'retired';
      CREATE INDEX go_betweens_registered ON go_betweens (community_id, registered_at, id);

      CREATE TABLE mediator_proposals (
        case_id uuid PRIMARY KEY REFERENCES cases (id),
        proposals jsonb NOT NULL,
        excluded jsonb NOT NULL,
        proposed_at timestamptz(3) NOT NULL
      );

      CREATE TABLE side_choices (
        id uuid PRIMARY KEY,
        case_id uuid NOT NULL REFERENCES cases (id),
        side int NOT NULL,
        chosen uuid[] NOT NULL,
        refused uuid[] NOT NULL,
        CONSTRAINT side_choices_once UNIQUE (case_id, side)
      );

      CREATE TABLE invitations (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id),
        go_between_id uuid NOT NULL REFERENCES go_betweens (id),
        side int NOT NULL,
        state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined')),
        agreed_by int[] NOT NULL,
        go_between_agrees boolean NOT NULL,
        proposal jsonb NOT NULL,
        proposed_at timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX invitations_one ON invitations (case_id) WHERE state <> 'declined';
      CREATE INDEX invitations_case ON invitations (case_id, proposed_at DESC, id DESC);
      CREATE INDEX invitations_go_between ON invitations (go_between_id) WHERE state <> 'declined';`);
  }
}
