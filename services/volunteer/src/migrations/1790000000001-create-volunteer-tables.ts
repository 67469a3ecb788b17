import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Volunteers with their groups, the feed, attendances and the service record; and what is known of published needs. */
export class CreateVolunteerTables1790000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE volunteers (
        community_id text NOT NULL,
        id text NOT NULL CHECK (length(id) <= 100),
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'suspended', 'left')),
        name text NOT NULL,
        phone text NOT NULL,
        phone_index text NOT NULL,
        birth_date text NOT NULL,
        gender text,
        skills text[] NOT NULL,
        hometown text,
        dialects text[] NOT NULL,
        availability jsonb NOT NULL,
        party_member text NOT NULL,
        consents jsonb NOT NULL,
        id_number text,
        suspension_reason text,
        registered_by text NOT NULL,
        registered_at timestamptz(3) NOT NULL,
        PRIMARY KEY (community_id, id)
      );
      CREATE INDEX volunteers_registered ON volunteers (community_id, registered_at DESC, id DESC);
      CREATE INDEX volunteers_phone ON volunteers (community_id, phone_index);
      CREATE INDEX volunteers_skills ON volunteers USING gin (skills);

      CREATE TABLE volunteer_history (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        volunteer_id text NOT NULL,
        from_state text NOT NULL,
        to_state text NOT NULL,
        changed_by text NOT NULL,
        reason text NOT NULL,
        changed_at timestamptz(3) NOT NULL,
        FOREIGN KEY (community_id, volunteer_id) REFERENCES volunteers (community_id, id)
      );
      CREATE INDEX volunteer_history_volunteer ON volunteer_history (community_id, volunteer_id, changed_at);

      CREATE TABLE volunteer_groups (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        name text NOT NULL,
        description text NOT NULL,
        formed_by text NOT NULL,
        formed_at timestamptz(3) NOT NULL,
        CONSTRAINT volunteer_groups_name UNIQUE (community_id, name)
      );
      CREATE INDEX volunteer_groups_formed ON volunteer_groups (community_id, formed_at DESC, id DESC);

      CREATE TABLE group_members (
        group_id uuid NOT NULL REFERENCES volunteer_groups (id),
        community_id text NOT NULL,
        volunteer_id text NOT NULL,
        joined_at timestamptz(3) NOT NULL,
        PRIMARY KEY (group_id, volunteer_id),
        FOREIGN KEY (community_id, volunteer_id) REFERENCES volunteers (community_id, id)
      );
      CREATE INDEX group_members_volunteer ON group_members (community_id, volunteer_id);

      CREATE TABLE known_needs (
        need_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        publication int NOT NULL,
        title text NOT NULL,
        description text NOT NULL,
        places int NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        opens_at timestamptz(3) NOT NULL,
        closes_at timestamptz(3) NOT NULL,
        location_name text NOT NULL,
        building text NOT NULL,
        group_ids uuid[] NOT NULL,
        organiser text NOT NULL,
        person_in_charge text NOT NULL,
        code_secret text NOT NULL
      );

      CREATE TABLE broadcasts (
        need_id uuid NOT NULL,
        publication int NOT NULL,
        community_id text NOT NULL,
        group_ids uuid[] NOT NULL,
        recipients int NOT NULL,
        broadcast_at timestamptz(3) NOT NULL,
        PRIMARY KEY (need_id, publication)
      );

      CREATE TABLE feed_entries (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        community_id text NOT NULL,
        type text NOT NULL,
        need_id uuid NOT NULL,
        volunteer_id text,
        group_ids uuid[] NOT NULL,
        details jsonb NOT NULL,
        created_at timestamptz(3) NOT NULL
      );
      CREATE INDEX feed_entries_community ON feed_entries (community_id, id);
      CREATE INDEX feed_entries_created ON feed_entries (created_at);

      CREATE TABLE attendances (
        claim_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        need_id uuid NOT NULL,
        volunteer_id text NOT NULL,
        place int NOT NULL,
        state text NOT NULL CHECK (state IN ('expected', 'released', 'checked-in', 'checked-out')),
        held_at timestamptz(3) NOT NULL,
        checked_in_at timestamptz(3),
        checked_out_at timestamptz(3),
        code_attempts int NOT NULL DEFAULT 0,
        code_attempts_since timestamptz(3)
      );
      CREATE INDEX attendances_held ON attendances (community_id, held_at DESC, claim_id DESC);
      CREATE INDEX attendances_volunteer ON attendances (community_id, volunteer_id, held_at DESC);
      CREATE INDEX attendances_need ON attendances (need_id);

      CREATE TABLE service_records (
        claim_id uuid PRIMARY KEY REFERENCES attendances (claim_id),
        community_id text NOT NULL,
        volunteer_id text NOT NULL,
        need_id uuid NOT NULL,
        activity text NOT NULL,
        service_date date NOT NULL,
        place text NOT NULL,
        content text NOT NULL,
        from_time timestamptz(3) NOT NULL,
        until_time timestamptz(3) NOT NULL,
        minutes int NOT NULL CHECK (minutes >= 0),
        organiser text NOT NULL,
        person_in_charge text NOT NULL,
        recorded_by text NOT NULL,
        method text NOT NULL CHECK (method IN ('code', 'staff')),
        recorded_at timestamptz(3) NOT NULL
      );
      CREATE INDEX service_records_volunteer
        ON service_records (community_id, volunteer_id, until_time DESC, claim_id DESC);`);
  }
}
