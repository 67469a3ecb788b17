import { encrypt, ForwardOnlyMigration } from '@huying/database';
import type { QueryRunner } from 'typeorm';

/**
 * Birthdays of children stand encrypted, and in no record of Redis any more: those known in clear are sealed, and their records brought
 * anew without them.
 */
export class SealBirthdaysOfChildren1790000000005 extends ForwardOnlyMigration {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE known_volunteers ADD COLUMN sealed_birth text`);
    const children = (await runner.query(
      `SELECT pool, id, born FROM known_volunteers WHERE guardian_id IS NOT NULL AND born > 0`,
    )) as { pool: string; id: string; born: number }[];
    for (const { pool, id, born } of children) {
      const birthDate = String(born).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
      await runner.query(
        `UPDATE known_volunteers SET sealed_birth = $3, born = 0, version = nextval('known_volunteers_version')
         WHERE pool = $1 AND id = $2`,
        [pool, id, encrypt(birthDate)],
      );
      await runner.query(
        `INSERT INTO pool_changes (pool, kind, ref) VALUES ($1, 'volunteer', $2)
         ON CONFLICT (pool, kind, ref) DO UPDATE SET stamp = nextval('pool_changes_stamp')`,
        [pool, id],
      );
    }
  }
}
