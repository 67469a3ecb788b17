import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Warnings of group disputes, what the early warning remembers, and the days that were counted. */
export class AddWarnings1791000000041 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE warnings (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        version int NOT NULL,
        state text NOT NULL CHECK (state IN ('suspected', 'confirmed', 'dismissed')),
        kind text NOT NULL,
        subject_id uuid REFERENCES subjects (id),
        hometown text,
        sureness text NOT NULL,
        finding jsonb NOT NULL,
        complaint_ids text[] NOT NULL,
        voices text[] NOT NULL,
        advice text[] NOT NULL,
        first_at timestamptz(3) NOT NULL,
        last_at timestamptz(3) NOT NULL,
        decided_by text,
        decision_reason text,
        CHECK ((state = 'suspected') = (decided_by IS NULL))
      );
      CREATE INDEX warnings_last ON warnings (community_id, last_at DESC, id DESC);

      CREATE TABLE heard_calls (
        call_id uuid PRIMARY KEY,
        community_id text NOT NULL,
        subject_id uuid REFERENCES subjects (id),
        voice text,
        received_at timestamptz(3) NOT NULL
      );
      CREATE INDEX heard_calls_received ON heard_calls (received_at);

      CREATE TABLE community_watches (
        community_id text PRIMARY KEY,
        watch jsonb
      );

      CREATE TABLE group_watches (
        community_id text NOT NULL,
        key text NOT NULL,
        watch jsonb NOT NULL,
        PRIMARY KEY (community_id, key)
      );

      CREATE TABLE counted_days (
        community_id text NOT NULL,
        counted_on date NOT NULL,
        PRIMARY KEY (community_id, counted_on)
      );
      CREATE INDEX history_events ON history (community_id, changed_at) WHERE aggregate = 'case';`);
  }
}
