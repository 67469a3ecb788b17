import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Events that wait for the relay, and those it has sent until their retention is over. */
class CreateOutbox1600000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE outbox (
        position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL,
        type text NOT NULL,
        topic text NOT NULL,
        key text NOT NULL,
        headers jsonb NOT NULL,
        value text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        sent_at timestamptz
      ) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1)`);
    await runner.query('CREATE INDEX outbox_unsent ON outbox (position) WHERE sent_at IS NULL');
    await runner.query('CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE outbox');
  }
}

/** The ids of the events that this service has handled. */
class CreateInbox1600000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE inbox (
        event_id uuid PRIMARY KEY,
        type text NOT NULL,
        handled_at timestamptz NOT NULL DEFAULT now()
      )`);
    // Rows come in the order of time, so a block range index is all that the retention needs.
    await runner.query('CREATE INDEX inbox_handled_at ON inbox USING brin (handled_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE inbox');
  }
}

/** The tables of outbox and inbox; put them before a service's own migrations. */
export const eventsMigrations: readonly (new () => MigrationInterface)[] = [
  CreateOutbox1600000000001,
  CreateInbox1600000000002,
];
