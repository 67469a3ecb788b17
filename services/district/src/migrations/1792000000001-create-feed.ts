import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** The events that districts may see, as they see them, in the order of their publication. */
export class CreateFeed1792000000001 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE district_events (
        sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id uuid NOT NULL UNIQUE,
        type text NOT NULL,
        source text NOT NULL,
        subject text NOT NULL,
        community_id text NOT NULL,
        time timestamptz(3) NOT NULL,
        data jsonb NOT NULL,
        published_at timestamptz(3) NOT NULL
      );
      CREATE INDEX district_events_of_community ON district_events (community_id, sequence);
      CREATE INDEX district_events_of_day ON district_events (community_id, published_at);
      CREATE INDEX district_events_published ON district_events USING brin (published_at);`);
  }
}
