import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Terms, classes and sessions; children, their enrolments, who read them, who follows; what was erased. */
export class AddClasses1790000000041 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE terms (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('planned', 'open', 'ended', 'cancelled')),
        programme_id uuid NOT NULL REFERENCES programmes (id),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        name text NOT NULL,
        from_on date NOT NULL,
        until_on date NOT NULL,
        enrolment_opens_at timestamptz(3) NOT NULL,
        erase_on date NOT NULL,
        erased_at timestamptz(3),
        CHECK (until_on >= from_on),
        CONSTRAINT terms_apart EXCLUDE USING gist (programme_id WITH =, daterange(from_on, until_on, '[]') WITH &&)
          WHERE (state <> 'cancelled')
      );
      CREATE INDEX terms_from ON terms (community_id, from_on DESC, id DESC);
      CREATE INDEX terms_erase ON terms (erase_on) WHERE erased_at IS NULL;

      CREATE TABLE classes (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('planned', 'open', 'completed', 'cancelled')),
        term_id uuid NOT NULL REFERENCES terms (id),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        programme_id uuid NOT NULL REFERENCES programmes (id),
        name text NOT NULL,
        course text NOT NULL,
        places int NOT NULL CHECK (places > 0),
        minimum_age int NOT NULL,
        maximum_age int NOT NULL,
        venue_id uuid NOT NULL REFERENCES venues (id),
        starts_at timestamptz(3) NOT NULL,
        collect_minutes int NOT NULL,
        attendance_percent int NOT NULL CHECK (attendance_percent BETWEEN 0 AND 100),
        person_in_charge text NOT NULL,
        CHECK (maximum_age >= minimum_age)
      );
      CREATE INDEX classes_starts ON classes (community_id, starts_at, id);
      CREATE INDEX classes_term ON classes (term_id);

      CREATE TABLE class_sessions (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('scheduled', 'held', 'cancelled')),
        class_id uuid NOT NULL REFERENCES classes (id),
        term_id uuid NOT NULL REFERENCES terms (id),
        organization_id uuid NOT NULL REFERENCES organizations (id),
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        need_id uuid NOT NULL UNIQUE,
        booking_id uuid NOT NULL REFERENCES bookings (id),
        teacher_id text,
        CHECK (ends_at > starts_at)
      );
      CREATE INDEX class_sessions_class ON class_sessions (class_id, starts_at, id);
      CREATE INDEX class_sessions_organization ON class_sessions (organization_id, starts_at);
      CREATE INDEX class_sessions_held ON class_sessions (ends_at) WHERE state = 'held';

      CREATE TABLE children (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        guardian_id text NOT NULL,
        name text NOT NULL,
        birth_date text NOT NULL,
        health_notes text,
        pick_ups text NOT NULL,
        consent_at timestamptz(3) NOT NULL
      );
      CREATE INDEX children_guardian ON children (community_id, guardian_id);

      CREATE TABLE child_readings (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        child_id uuid NOT NULL,
        read_by text NOT NULL,
        read_as text NOT NULL CHECK (read_as IN ('guardian', 'teacher', 'organizer', 'staff')),
        read_at timestamptz(3) NOT NULL
      );
      CREATE INDEX child_readings_child ON child_readings (child_id, read_at DESC, id DESC);

      CREATE TABLE enrolments (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL
          CHECK (state IN ('requested', 'waiting', 'enrolled', 'refused', 'withdrawn', 'graduated', 'ended')),
        class_id uuid NOT NULL REFERENCES classes (id),
        term_id uuid NOT NULL REFERENCES terms (id),
        child_id uuid NOT NULL,
        guardian_id text NOT NULL,
        party_id uuid,
        requested_at timestamptz(3) NOT NULL
      );
      CREATE UNIQUE INDEX enrolments_once ON enrolments (class_id, child_id)
        WHERE state IN ('requested', 'waiting', 'enrolled', 'graduated');
      CREATE INDEX enrolments_requested ON enrolments (community_id, requested_at, id);
      CREATE INDEX enrolments_class ON enrolments (class_id, requested_at, id);
      CREATE INDEX enrolments_guardian ON enrolments (community_id, guardian_id, requested_at, id);
      CREATE INDEX enrolments_child ON enrolments (child_id);
      CREATE INDEX enrolments_term ON enrolments (term_id);

      CREATE TABLE session_presences (
        session_id uuid NOT NULL REFERENCES class_sessions (id),
        child_id uuid NOT NULL,
        collected_at timestamptz(3),
        collected_by text,
        need_id uuid,
        PRIMARY KEY (session_id, child_id)
      );
      CREATE INDEX session_presences_child ON session_presences (child_id);
      CREATE INDEX session_presences_left ON session_presences (session_id) WHERE collected_at IS NULL AND need_id IS NULL;

      CREATE TABLE former_pupils (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('followed', 'invited', 'returned', 'forgotten')),
        term_id uuid NOT NULL REFERENCES terms (id),
        child_id uuid NOT NULL,
        guardian_id text NOT NULL,
        account_id text,
        invite_on date NOT NULL,
        CHECK ((state = 'forgotten') = (account_id IS NULL))
      );
      CREATE UNIQUE INDEX former_pupils_once ON former_pupils (term_id, child_id) WHERE state <> 'forgotten';
      CREATE INDEX former_pupils_account ON former_pupils (community_id, account_id) WHERE account_id IS NOT NULL;
      CREATE INDEX former_pupils_invite ON former_pupils (invite_on) WHERE state = 'followed';

      CREATE TABLE erasures (
        term_id uuid PRIMARY KEY REFERENCES terms (id),
        enrolments int NOT NULL,
        children int NOT NULL,
        kept int NOT NULL
      );`);
  }
}
