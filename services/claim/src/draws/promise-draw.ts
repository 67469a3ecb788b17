import { randomBytes } from 'node:crypto';
import type { Database } from '@huying/database';
import { commitmentOf } from './draw.js';

/**
 * Chooses the seed of a need's draw before its window opens, once; a repetition gets the same.
 * @returns the commitment, to be told at once; the seed is told with the result
 */
export async function promiseDraw(database: Database, needId: string, publication: number): Promise<string> {
  const seed = randomBytes(32).toString('hex');
  return database.withTransaction(async (tx) => {
    const [row] = await tx.query<{ commitment: string }>(
      `INSERT INTO draws (need_id, publication, seed, commitment) VALUES ($1, $2, $3, $4)
       ON CONFLICT (need_id, publication) DO UPDATE SET seed = draws.seed RETURNING commitment`,
      [needId, publication, seed, commitmentOf(seed)],
    );
    return row?.commitment ?? '';
  });
}
