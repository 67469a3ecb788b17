import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** How places find their volunteers, what volunteers must bring, series, moves, and who read private details. */
export class AddWaysToDispatch1790000000011 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE needs
        ADD COLUMN latitude double precision CHECK (latitude BETWEEN -90 AND 90),
        ADD COLUMN longitude double precision CHECK (longitude BETWEEN -180 AND 180),
        ADD COLUMN preferred_skills text[] NOT NULL DEFAULT '{}',
        ADD COLUMN trainings text[] NOT NULL DEFAULT '{}',
        ADD COLUMN hometowns text[] NOT NULL DEFAULT '{}',
        ADD COLUMN dialects text[] NOT NULL DEFAULT '{}',
        ADD COLUMN dispatch text NOT NULL DEFAULT 'first-come'
          CHECK (dispatch IN ('first-come', 'waves', 'draw', 'approval', 'alert')),
        ADD COLUMN groups_at timestamptz(3),
        ADD COLUMN everyone_at timestamptz(3),
        ADD COLUMN draw_at timestamptz(3),
        ADD COLUMN offer_minutes int NOT NULL DEFAULT 0,
        ADD COLUMN rest_hours int NOT NULL DEFAULT 0,
        ADD COLUMN risk text NOT NULL DEFAULT '',
        ADD COLUMN revision int NOT NULL DEFAULT 0,
        ADD COLUMN series_id uuid,
        ADD COLUMN series_limit int NOT NULL DEFAULT 0,
        ADD CHECK ((latitude IS NULL) = (longitude IS NULL)),
        DROP CONSTRAINT needs_places_check,
        ADD CONSTRAINT needs_places_check CHECK (places > 0 OR (places = 0 AND urgency = 'emergency'));
      CREATE INDEX needs_series ON needs (series_id, starts_at) WHERE series_id IS NOT NULL;

      ALTER TABLE need_board_claims DROP CONSTRAINT need_board_claims_state_check;
      ALTER TABLE need_board_claims ADD CONSTRAINT need_board_claims_state_check
        CHECK (state IN ('held', 'offered', 'waiting', 'ended'));

      CREATE TABLE need_readings (
        id uuid PRIMARY KEY,
        need_id uuid NOT NULL REFERENCES needs (id),
        read_by text NOT NULL,
        read_as text NOT NULL CHECK (read_as IN ('staff', 'holder')),
        read_at timestamptz(3) NOT NULL
      );
      CREATE INDEX need_readings_need ON need_readings (need_id, read_at DESC, id DESC);`);
  }
}
