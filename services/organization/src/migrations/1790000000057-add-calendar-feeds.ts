import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Addresses for calendar apps; bookings by their state. */
export class AddCalendarFeeds1790000000057 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE calendar_feeds (
        id uuid PRIMARY KEY,
        community_id text NOT NULL,
        venue_id uuid NOT NULL REFERENCES venues (id),
        subscriber_id text NOT NULL,
        key_digest text NOT NULL,
        made_at timestamptz(3) NOT NULL
      );
      CREATE INDEX calendar_feeds_subscriber ON calendar_feeds (venue_id, subscriber_id, made_at);

      CREATE INDEX bookings_state ON bookings (community_id, state, starts_at, id);`);
  }
}
