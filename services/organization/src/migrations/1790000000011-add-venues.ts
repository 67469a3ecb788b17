import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Venues, and bookings of which no two overlap. */
export class AddVenues1790000000011 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE venues (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'closed')),
        name text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('parlour', 'steward-station', 'stairwell-council', 'activity-room')),
        building text NOT NULL,
        capacity int NOT NULL CHECK (capacity > 0),
        equipment text[] NOT NULL,
        bookable_by text[] NOT NULL,
        shut_on_holidays boolean NOT NULL,
        hours jsonb NOT NULL,
        exceptions jsonb NOT NULL
      );
      CREATE UNIQUE INDEX venues_name ON venues (community_id, name) WHERE state = 'open';
      CREATE INDEX venues_by_name ON venues (community_id, name, id);

      CREATE TABLE bookings (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('booked', 'in-use', 'ended', 'cancelled', 'missed')),
        venue_id uuid NOT NULL REFERENCES venues (id),
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        people int NOT NULL CHECK (people > 0),
        purpose text NOT NULL,
        organization_id uuid REFERENCES organizations (id),
        series_id uuid,
        booked_by text NOT NULL,
        booked_at timestamptz(3) NOT NULL,
        CHECK (ends_at > starts_at),
        CONSTRAINT bookings_apart EXCLUDE USING gist (venue_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
          WHERE (state IN ('booked', 'in-use'))
      );
      CREATE INDEX bookings_starts ON bookings (community_id, starts_at, id);
      CREATE INDEX bookings_venue ON bookings (venue_id, starts_at, id);
      CREATE INDEX bookings_own ON bookings (community_id, booked_by, starts_at, id);
      CREATE INDEX bookings_organization ON bookings (organization_id, starts_at, id) WHERE organization_id IS NOT NULL;
      CREATE INDEX bookings_series ON bookings (series_id) WHERE series_id IS NOT NULL;
      CREATE INDEX bookings_open ON bookings (starts_at) WHERE state = 'booked';`);
  }
}
