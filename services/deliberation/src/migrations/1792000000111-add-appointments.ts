import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Parts of the estate, who holds an office for them, and what speaks for people. */
export class AddAppointments1792000000111 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE territories (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('grid', 'micro-grid', 'building', 'stairwell')),
        name text NOT NULL,
        parent_id uuid REFERENCES territories (id),
        CHECK ((kind = 'grid') = (parent_id IS NULL))
      );
      CREATE UNIQUE INDEX territories_name ON territories (community_id, kind, parent_id, name) NULLS NOT DISTINCT;
      CREATE INDEX territories_by_name ON territories (community_id, name, id);
      CREATE INDEX territories_parent ON territories (parent_id);

      CREATE TABLE appointments (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined', 'withdrawn', 'in-office', 'ended')),
        office text NOT NULL CHECK (office IN ('grid-worker', 'stairwell-steward', 'micro-grid-leader')),
        territory_id uuid NOT NULL REFERENCES territories (id),
        person_id text NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        proposed_at timestamptz(3) NOT NULL,
        CHECK (until_on >= from_on),
        CONSTRAINT appointments_one_holder EXCLUDE USING gist
          (office WITH =, territory_id WITH =, daterange(from_on, until_on, '[]') WITH &&) WHERE (state = 'in-office')
      );
      CREATE INDEX appointments_proposed ON appointments (community_id, proposed_at, id);
      CREATE INDEX appointments_person ON appointments (community_id, person_id);
      CREATE INDEX appointments_over ON appointments (until_on) WHERE state = 'in-office';

      CREATE TABLE service_deeds (
        claim_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        person_id text NOT NULL,
        minutes int NOT NULL
      );
      CREATE INDEX service_deeds_person ON service_deeds (community_id, person_id);`);
  }
}
