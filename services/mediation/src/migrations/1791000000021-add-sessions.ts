import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Sessions, and what the sides put forward in them. */
export class AddSessions1791000000021 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        case_id uuid NOT NULL REFERENCES cases (id),
        state text NOT NULL CHECK (state IN ('arranged', 'held', 'called-off')),
        number int NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        venue_id uuid,
        place text,
        booking_id uuid,
        room text NOT NULL CHECK (room IN ('none', 'requested', 'booked', 'refused', 'lost')),
        room_refusal text,
        interpreted_from text,
        interpreter_id text,
        present uuid[] NOT NULL,
        minutes text,
        outcome text CHECK (outcome IN ('adjourned', 'agreed', 'impasse')),
        CHECK ((state = 'held') = (outcome IS NOT NULL)),
        CONSTRAINT sessions_number UNIQUE (case_id, number),
        CONSTRAINT sessions_apart EXCLUDE USING gist (case_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
          WHERE (state <> 'called-off')
      );
      CREATE UNIQUE INDEX sessions_booking ON sessions (booking_id) WHERE booking_id IS NOT NULL;

      CREATE TABLE session_proposals (
        id uuid PRIMARY KEY,
        session_id uuid NOT NULL REFERENCES sessions (id),
        case_id uuid NOT NULL REFERENCES cases (id),
        side int NOT NULL,
        position int NOT NULL,
        content text NOT NULL,
        CONSTRAINT session_proposals_position UNIQUE (case_id, position)
      );`);
  }
}
