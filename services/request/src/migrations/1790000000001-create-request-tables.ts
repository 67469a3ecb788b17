import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Calls, needs with their history and board, and what communities have changed in the catalogue. */
export class CreateRequestTables1790000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calls (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        channel text NOT NULL,
        text text NOT NULL,
        caller_name text,
        caller_phone text,
        caller_phone_index text,
        caller_id text,
        candidates jsonb NOT NULL,
        accepted_code text,
        accepted_by text,
        need_id uuid,
        received_by text NOT NULL,
        received_at timestamptz(3) NOT NULL
      );
      CREATE INDEX calls_received ON calls (community_id, received_at DESC, id DESC);
      CREATE INDEX calls_caller_phone ON calls (community_id, caller_phone_index) WHERE caller_phone_index IS NOT NULL;
      CREATE INDEX calls_caller ON calls (community_id, caller_id) WHERE caller_id IS NOT NULL;

      CREATE TABLE catalogue_item_versions (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        code text NOT NULL,
        version int NOT NULL,
        content jsonb NOT NULL,
        changed_by text NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        CONSTRAINT catalogue_item_versions_version UNIQUE (community_id, code, version)
      );

      CREATE TABLE needs (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('draft', 'published', 'filled', 'in-service', 'completed', 'closed', 'cancelled', 'expired')),
        call_id uuid REFERENCES calls (id),
        caller_id text,
        catalogue_item_code text NOT NULL,
        title text NOT NULL,
        description text NOT NULL,
        urgency text NOT NULL CHECK (urgency IN ('normal', 'high', 'emergency')),
        places int NOT NULL CHECK (places > 0),
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        opens_at timestamptz(3),
        closes_at timestamptz(3),
        release_until timestamptz(3),
        location_name text NOT NULL,
        building text NOT NULL,
        skills text[] NOT NULL,
        minimum_age int NOT NULL,
        group_ids uuid[] NOT NULL,
        waiting_list boolean NOT NULL,
        organiser text NOT NULL,
        person_in_charge text NOT NULL,
        private_details text,
        due_at timestamptz(3) NOT NULL,
        publication int NOT NULL,
        rating int CHECK (rating BETWEEN 1 AND 5),
        feedback_text text,
        raised_by text NOT NULL,
        raised_at timestamptz(3) NOT NULL,
        published_at timestamptz(3),
        CHECK (ends_at > starts_at)
      );
      CREATE INDEX needs_raised ON needs (community_id, raised_at DESC, id DESC);
      CREATE INDEX needs_over ON needs (ends_at) WHERE state IN ('draft', 'published');

      CREATE TABLE need_history (
        id uuid PRIMARY KEY,
        need_id uuid NOT NULL REFERENCES needs (id),
        from_state text NOT NULL,
        to_state text NOT NULL,
        changed_by text NOT NULL,
        reason text NOT NULL,
        changed_at timestamptz(3) NOT NULL
      );
      CREATE INDEX need_history_need ON need_history (need_id, changed_at);

      CREATE TABLE need_board_claims (
        claim_id uuid PRIMARY KEY,
        need_id uuid NOT NULL,
        volunteer_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('held', 'waiting', 'ended')),
        checked_in_at timestamptz(3),
        minutes int
      );
      CREATE INDEX need_board_claims_need ON need_board_claims (need_id, volunteer_id);`);
  }
}
