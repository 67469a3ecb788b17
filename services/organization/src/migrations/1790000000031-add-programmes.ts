import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Programmes of organisations; campaigns with their activities and shipments. */
export class AddProgrammes1790000000031 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE programmes (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('planned', 'open', 'closed', 'cancelled')),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        kind text NOT NULL CHECK (kind IN ('classes', 'campaign', 'other')),
        name text NOT NULL,
        purpose text NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        places text[] NOT NULL,
        people_ids text[] NOT NULL,
        results text NOT NULL,
        planned_at timestamptz(3) NOT NULL,
        CHECK (until_on >= from_on)
      );
      CREATE INDEX programmes_planned ON programmes (community_id, planned_at DESC, id DESC);
      CREATE INDEX programmes_organization ON programmes (organization_id, planned_at DESC, id DESC);

      CREATE TABLE campaigns (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('running', 'ended')),
        programme_id uuid NOT NULL REFERENCES programmes (id),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        title text NOT NULL,
        place text NOT NULL,
        recurrence text NOT NULL,
        first_starts_at timestamptz(3) NOT NULL,
        minutes int NOT NULL CHECK (minutes BETWEEN 15 AND 1440),
        on_holidays boolean NOT NULL,
        catalogue_item_code text NOT NULL,
        volunteers int NOT NULL CHECK (volunteers > 0),
        skills text[] NOT NULL,
        minimum_age int NOT NULL,
        person_in_charge text NOT NULL,
        materials jsonb NOT NULL,
        started_at timestamptz(3) NOT NULL
      );
      CREATE INDEX campaigns_started ON campaigns (community_id, started_at DESC, id DESC);
      CREATE INDEX campaigns_programme ON campaigns (programme_id);

      CREATE TABLE activities (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('scheduled', 'held', 'cancelled')),
        campaign_id uuid NOT NULL REFERENCES campaigns (id),
        programme_id uuid NOT NULL REFERENCES programmes (id),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        title text NOT NULL,
        place text NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        need_id uuid NOT NULL,
        people_spoken_to int NOT NULL,
        households_visited int NOT NULL,
        materials_used jsonb NOT NULL,
        CONSTRAINT activities_once UNIQUE (campaign_id, starts_at)
      );
      CREATE INDEX activities_campaign ON activities (campaign_id, starts_at, id);
      CREATE INDEX activities_organization ON activities (organization_id, starts_at);

      CREATE TABLE shipments (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('collected', 'sent', 'received')),
        campaign_id uuid NOT NULL REFERENCES campaigns (id),
        programme_id uuid NOT NULL REFERENCES programmes (id),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        goods text NOT NULL,
        pieces int NOT NULL CHECK (pieces > 0),
        destination text NOT NULL,
        waybill text NOT NULL,
        pieces_received int,
        receipt text NOT NULL,
        collected_at timestamptz(3) NOT NULL,
        CHECK ((state = 'received') = (pieces_received IS NOT NULL))
      );
      CREATE INDEX shipments_campaign ON shipments (campaign_id, collected_at DESC, id DESC);`);
  }
}
