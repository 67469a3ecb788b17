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

/** The tables that every API needs. */
export const httpMigrations = [CreateIdempotencyKeys1690000000001];
