import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** A go-between is a volunteer: who the volunteers are is learnt from their events. */
export class KnowVolunteers1791000000061 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE known_volunteers (
        community_id text NOT NULL,
        volunteer_id text NOT NULL,
        PRIMARY KEY (community_id, volunteer_id)
      );`);
  }
}
