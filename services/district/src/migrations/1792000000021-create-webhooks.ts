import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Receivers of the feed's events, what is on its way to each, and how every attempt went. */
export class CreateWebhooks1792000000021 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhooks (
        id uuid PRIMARY KEY,
        version int NOT NULL,
        community_id text NOT NULL,
        url text NOT NULL,
        description text NOT NULL,
        types text[],
        ordered boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'paused', 'disabled', 'ended')),
        state_since timestamptz(3) NOT NULL,
        position bigint NOT NULL,
        secret text NOT NULL,
        previous_secret text,
        previous_until timestamptz(3),
        failures int NOT NULL DEFAULT 0,
        last_delivered_at timestamptz(3),
        created_at timestamptz(3) NOT NULL,
        created_by text NOT NULL
      );
      CREATE INDEX webhooks_of_community ON webhooks (community_id, created_at, id);
      CREATE TABLE webhook_deliveries (
        id uuid PRIMARY KEY,
        number bigint GENERATED ALWAYS AS IDENTITY,
        webhook_id uuid NOT NULL REFERENCES webhooks ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('event', 'again', 'test')),
        event_id uuid NOT NULL,
        sequence bigint,
        type text NOT NULL,
        subject text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
        attempts int NOT NULL DEFAULT 0,
        created_at timestamptz(3) NOT NULL,
        first_attempt_at timestamptz(3),
        due_at timestamptz(3) NOT NULL,
        ended_at timestamptz(3),
        lease uuid,
        leased_until timestamptz(3)
      );
      CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (webhook_id, number) WHERE state = 'waiting';
      CREATE INDEX webhook_deliveries_in_line ON webhook_deliveries (webhook_id, subject, number) WHERE state = 'waiting';
      CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (webhook_id, created_at, id);
      CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE state <> 'waiting';
      CREATE TABLE webhook_attempts (
        id uuid PRIMARY KEY,
        delivery_id uuid NOT NULL REFERENCES webhook_deliveries ON DELETE CASCADE,
        at timestamptz(3) NOT NULL,
        status int,
        milliseconds int NOT NULL,
        error text
      );
      CREATE INDEX webhook_attempts_of_delivery ON webhook_attempts (delivery_id, at);`);
  }
}
