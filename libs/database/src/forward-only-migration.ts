import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration in reviewed SQL. There is no way back: what went wrong is mended by the next one. */
export abstract class ForwardOnlyMigration implements MigrationInterface {
  abstract up(runner: QueryRunner): Promise<void>;

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
