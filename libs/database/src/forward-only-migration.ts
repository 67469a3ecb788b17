import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a migration may take away or narrow what others still wrote and read not long ago. */
export interface Contraction {
  /** The release since which no code uses what goes: older than the one that ships this migration. */
  readonly unusedSince: string;
  readonly why: string;
}

/**
 * A migration in reviewed SQL. There is no way back: what went wrong is mended by the next one. It expands: the code of the release before goes
 * on with the schema that it leaves, since both run side by side during an upgrade. One that does not says so with `contracts`.
 */
export abstract class ForwardOnlyMigration implements MigrationInterface {
  readonly contracts?: Contraction;

  abstract up(runner: QueryRunner): Promise<void>;

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations go forward only.'));
  }
}
