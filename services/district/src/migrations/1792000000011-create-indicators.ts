import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What indicators are made of: calls, needs and services, each by when something first happened to it. */
export class CreateIndicators1792000000011 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    // `since`: the place in the feed of the first event that told of it.
    const common = 'id uuid PRIMARY KEY, community_id text NOT NULL, since bigint NOT NULL';
    await runner.query(`
      CREATE TABLE indicator_calls (${common},
        received_at timestamptz, answered_at timestamptz
      );
      CREATE TABLE indicator_needs (${common},
        item_code text, found_before_call boolean, raised_at timestamptz, due_at timestamptz, published_at timestamptz,
        filled_at timestamptz, completed_at timestamptz, given_up_at timestamptz, rating int, rated_at timestamptz
      );
      CREATE TABLE indicator_services (${common},
        held_by text, held_at timestamptz, released_at timestamptz, served_by text, served_at timestamptz, minutes int,
        missed_at timestamptz
      );
      CREATE INDEX ON indicator_calls (community_id, received_at);
      CREATE INDEX ON indicator_needs (community_id, raised_at);
      CREATE INDEX ON indicator_needs (community_id, published_at);
      CREATE INDEX ON indicator_needs (community_id, filled_at);
      CREATE INDEX ON indicator_needs (community_id, completed_at);
      CREATE INDEX ON indicator_needs (community_id, given_up_at);
      CREATE INDEX ON indicator_needs (community_id, rated_at);
      CREATE INDEX ON indicator_services (community_id, held_at);
      CREATE INDEX ON indicator_services (community_id, served_at);
      CREATE INDEX ON indicator_services (community_id, missed_at);`);
  }
}
