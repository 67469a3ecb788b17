import type { EntityManager } from 'typeorm';
import { emptyBoard, type BoardView } from '../need.view.js';

interface BoardRow extends BoardView {
  need_id: string;
}

const COUNTS = `
  SELECT need_id,
         count(*) FILTER (WHERE state = 'held')::int AS held,
         count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
         count(checked_in_at)::int AS attended,
         coalesce(sum(minutes), 0)::int AS "serviceMinutes"
  FROM need_board_claims
  WHERE need_id = ANY($1)
  GROUP BY need_id`;

/** The boards of several needs, by need. Needs that nobody has claimed are not in it. */
export async function boardsOf(manager: EntityManager, needIds: readonly string[]): Promise<Map<string, BoardView>> {
  const rows = await manager.query<BoardRow[]>(COUNTS, [needIds]);
  return new Map(rows.map(({ need_id, ...board }) => [need_id, board]));
}

/** The board of one need. */
export async function boardOf(manager: EntityManager, needId: string): Promise<BoardView> {
  return (await boardsOf(manager, [needId])).get(needId) ?? emptyBoard;
}

/** Whether a volunteer holds a place of a need, and so may see its private details. */
export async function holdsPlace(manager: EntityManager, needId: string, volunteerId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM need_board_claims WHERE need_id = $1 AND volunteer_id = $2 AND state = 'held' LIMIT 1`,
    [needId, volunteerId],
  );
  return rows.length > 0;
}
