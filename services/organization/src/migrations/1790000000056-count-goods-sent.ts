import { ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/** Of what was collected, how much was sent: until now all of it. */
export class CountGoodsSent1790000000056 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE shipments ADD COLUMN pieces_sent int;
      UPDATE shipments SET pieces_sent = pieces WHERE state <> 'collected';
      ALTER TABLE shipments ADD CHECK (pieces_sent BETWEEN 1 AND pieces),
        ADD CHECK ((state = 'collected') = (pieces_sent IS NULL));`);
  }
}
