import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Who leads a consultation, where and when it meets, and what was said there. */
export class AddMinutes1792000000171 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE consultations ADD COLUMN facilitator_id text, ADD COLUMN room text,
        ADD COLUMN timetable jsonb NOT NULL DEFAULT '[]';
      CREATE TABLE consultation_minutes (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        consultation_id uuid NOT NULL REFERENCES consultations (id),
        met_on date NOT NULL,
        text text NOT NULL,
        written_by text NOT NULL,
        written_at timestamptz(3) NOT NULL
      );
      CREATE INDEX consultation_minutes_written ON consultation_minutes (consultation_id, written_at DESC, id DESC);`);
  }
}
