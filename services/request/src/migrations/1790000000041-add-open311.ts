import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Clients of Open311, what they reported and what they told of it later. */
export class AddOpen3111790000000041 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE open311_clients (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        name text NOT NULL,
        key_digest text NOT NULL CONSTRAINT open311_clients_key UNIQUE,
        made_by text NOT NULL,
        made_at timestamptz(3) NOT NULL,
        revoked_at timestamptz(3)
      );
      CREATE INDEX open311_clients_community ON open311_clients (community_id, made_at);

      CREATE TABLE open311_reports (
        id uuid PRIMARY KEY REFERENCES calls (id),
        community_id text NOT NULL,
        client_id uuid NOT NULL REFERENCES open311_clients (id),
        external_id text,
        fingerprint text NOT NULL,
        details text NOT NULL,
        received_at timestamptz(3) NOT NULL,
        CONSTRAINT open311_reports_external UNIQUE (client_id, external_id)
      );
      CREATE INDEX open311_reports_received ON open311_reports (community_id, received_at DESC, id DESC);

      CREATE TABLE open311_updates (
        id uuid PRIMARY KEY,
        report_id uuid NOT NULL REFERENCES open311_reports (id),
        client_id uuid NOT NULL REFERENCES open311_clients (id),
        external_id text NOT NULL,
        fingerprint text NOT NULL,
        status text NOT NULL CHECK (status IN ('open', 'closed')),
        description text NOT NULL,
        updated_at timestamptz(3) NOT NULL,
        received_at timestamptz(3) NOT NULL,
        CONSTRAINT open311_updates_external UNIQUE (client_id, external_id)
      );
      CREATE INDEX open311_updates_report ON open311_updates (report_id, received_at);`);
  }
}
