import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Answers kept for Idempotency-Key; bodies are encrypted, for they may hold personal data. */
export class CreateIdempotencyKeys1690000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE idempotency_keys (
        client text NOT NULL,
        route text NOT NULL,
        key text NOT NULL,
        fingerprint text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        status smallint,
        body text,
        PRIMARY KEY (client, route, key)
      )`);
    await runner.query(`CREATE INDEX idempotency_keys_started_at ON idempotency_keys (started_at)`);
  }
}

/** The rules by which personal data is erased, as far as the daily work has got with them, and its reports. */
export class CreateRetention1690000000011 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retention_rules (
        rule text PRIMARY KEY,
        known_since timestamptz(3) NOT NULL,
        succeeded_at timestamptz(3),
        erased bigint NOT NULL DEFAULT 0
      );
      CREATE TABLE retention_runs (
        id uuid PRIMARY KEY,
        rule text NOT NULL,
        started_at timestamptz(3) NOT NULL,
        ended_at timestamptz(3) NOT NULL,
        rows bigint NOT NULL,
        oldest_left timestamptz(3),
        failure text
      );
      CREATE INDEX retention_runs_of_rule ON retention_runs (rule, id);`);
  }
}

/** The tables that every API needs. */
export const httpMigrations = [CreateIdempotencyKeys1690000000001, CreateRetention1690000000011];
