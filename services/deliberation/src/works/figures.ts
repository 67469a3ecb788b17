import { RowNotFoundError } from '@huying/database';
import type { EntityManager } from 'typeorm';
import type { FindingCounts, Ratings } from './work.js';

/** How many findings works have, as they stand in the transaction of `manager`. */
export function findingCounts(manager: EntityManager, workId: string): Promise<FindingCounts> {
  return only(
    manager.query<FindingCounts[]>(
      `SELECT count(*)::int AS "all",
         count(*) FILTER (WHERE state <> 'closed')::int AS open,
         count(*) FILTER (WHERE state <> 'closed' AND severity IN ('serious', 'dangerous'))::int AS grave
       FROM findings WHERE work_id = $1`,
      [workId],
    ),
  );
}

/** What households have said of works. */
export function ratingsOf(manager: EntityManager, workId: string): Promise<Ratings> {
  return only(
    manager.query<Ratings[]>(
      'SELECT count(*)::int AS count, coalesce(sum(satisfaction), 0)::int AS sum FROM work_ratings WHERE work_id = $1',
      [workId],
    ),
  );
}

async function only<Row>(rows: Promise<Row[]>): Promise<Row> {
  const [row] = await rows;
  if (!row) throw new RowNotFoundError('works');
  return row;
}
