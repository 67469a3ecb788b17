import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Works, the residents who watch them, and what those find. */
export class AddWorks1792000000101 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE works (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('under-way', 'completed', 'closed')),
        title text NOT NULL,
        decision_id uuid,
        contractor text NOT NULL,
        contractor_account text NOT NULL,
        budget_fen bigint NOT NULL CHECK (budget_fen >= 0),
        plan text NOT NULL,
        stages jsonb NOT NULL,
        started_at timestamptz(3) NOT NULL,
        completed_at timestamptz(3),
        ratings_until timestamptz(3),
        CHECK ((state = 'under-way') = (completed_at IS NULL)),
        CHECK ((completed_at IS NULL) = (ratings_until IS NULL))
      );
      CREATE INDEX works_started ON works (community_id, started_at DESC, id DESC);
      CREATE INDEX works_decision ON works (decision_id) WHERE decision_id IS NOT NULL;
      CREATE INDEX works_rated ON works (ratings_until) WHERE state = 'completed';

      CREATE TABLE supervisors (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        work_id uuid NOT NULL REFERENCES works (id),
        person_id text NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        left_at timestamptz(3),
        seated_at timestamptz(3) NOT NULL,
        CHECK (until_on >= from_on),
        CONSTRAINT supervisors_once EXCLUDE USING gist
          (work_id WITH =, person_id WITH =, daterange(from_on, until_on, '[]') WITH &&) WHERE (left_at IS NULL)
      );
      CREATE INDEX supervisors_person ON supervisors (community_id, person_id);

      CREATE TABLE work_ratings (
        id uuid PRIMARY KEY,
        work_id uuid NOT NULL REFERENCES works (id),
        household_id uuid NOT NULL,
        satisfaction int NOT NULL CHECK (satisfaction BETWEEN 1 AND 5)
      );
      CREATE UNIQUE INDEX work_ratings_once ON work_ratings (work_id, household_id);

      CREATE TABLE findings (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('open', 'answered', 'rectified', 'reopened', 'closed')),
        work_id uuid NOT NULL REFERENCES works (id),
        stage int NOT NULL CHECK (stage > 0),
        severity text NOT NULL CHECK (severity IN ('minor', 'serious', 'dangerous')),
        building text,
        due_on date NOT NULL,
        escalated_for date,
        raised_by text NOT NULL,
        reopened_by text,
        rectified_by text,
        reopened_times int NOT NULL CHECK (reopened_times >= 0),
        raised_at timestamptz(3) NOT NULL,
        rectified_at timestamptz(3)
      );
      CREATE INDEX findings_raised ON findings (community_id, raised_at, id);
      CREATE INDEX findings_work ON findings (work_id, raised_at, id);
      CREATE INDEX findings_due ON findings (due_on) WHERE state IN ('open', 'answered', 'reopened');

      CREATE TABLE finding_notes (
        id uuid PRIMARY KEY,
        finding_id uuid NOT NULL REFERENCES findings (id),
        kind text NOT NULL CHECK (kind IN ('raised', 'answered', 'rectified', 'reopened', 'closed')),
        text text NOT NULL,
        photo_ids uuid[] NOT NULL,
        written_by text NOT NULL,
        written_at timestamptz(3) NOT NULL
      );
      CREATE INDEX finding_notes_of ON finding_notes (finding_id, written_at, id);`);
  }
}
