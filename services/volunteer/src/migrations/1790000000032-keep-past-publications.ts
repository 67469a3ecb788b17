import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** What earlier publications of a need were: attendances of them are measured by their times, not by those of the latest. */
export class KeepPastPublications1790000000032 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE past_publications (
        need_id uuid NOT NULL,
        publication int NOT NULL,
        community_id text NOT NULL,
        held_until timestamptz(3) NOT NULL,
        title text NOT NULL,
        description text NOT NULL,
        starts_at timestamptz(3) NOT NULL,
        ends_at timestamptz(3) NOT NULL,
        location_name text NOT NULL,
        building text NOT NULL,
        organiser text NOT NULL,
        person_in_charge text NOT NULL,
        erased_at timestamptz(3),
        PRIMARY KEY (need_id, publication)
      );
      CREATE INDEX past_publications_kept ON past_publications (ends_at) WHERE erased_at IS NULL;`);
  }
}
