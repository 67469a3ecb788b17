import type { EntityManager } from 'typeorm';
import { emptyBoard, type BoardView } from '../need.view.js';

interface BoardRow extends BoardView {
  need_id: string;
}

/**
 * The claims of some needs, each with whether it is of the present publication: made since the need was last reopened, which
 * ends all claims. Of claims from before that was noted the check-in tells; who has not come then is taken for present.
 */
const CLAIMS = `
  SELECT claim.*, coalesce(since, checked_in_at, 'infinity') >= coalesce(reopened.at, '-infinity') AS present
  FROM need_board_claims claim
  LEFT JOIN (SELECT need_id, max(changed_at) AS at FROM need_history
             WHERE need_id = ANY($1) AND from_state <> 'draft' AND to_state = 'draft' GROUP BY need_id) reopened
    USING (need_id)
  WHERE need_id = ANY($1)`;

const COUNTS = `
  SELECT need_id,
         count(*) FILTER (WHERE present AND state = 'held')::int AS held,
         count(*) FILTER (WHERE present AND state = 'waiting')::int AS waiting,
         count(checked_in_at) FILTER (WHERE present)::int AS attended,
         coalesce(sum(minutes) FILTER (WHERE present), 0)::int AS "serviceMinutes",
         count(checked_in_at)::int AS "attendedInAll",
         coalesce(sum(minutes), 0)::int AS "serviceMinutesInAll"
  FROM (${CLAIMS}) claims
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

/** Whether a claim is of the publication that its need has now, not of one before a reopening. */
export async function isPresent(manager: EntityManager, needId: string, claimId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(`SELECT FROM (${CLAIMS}) claims WHERE claim_id = $2 AND present`, [
    [needId],
    claimId,
  ]);
  return rows.length > 0;
}

/** Whether a volunteer holds a place of a need, and so may see its private details. */
export async function holdsPlace(manager: EntityManager, needId: string, volunteerId: string): Promise<boolean> {
  const rows = await manager.query<unknown[]>(
    `SELECT 1 FROM need_board_claims WHERE need_id = $1 AND volunteer_id = $2 AND state = 'held' LIMIT 1`,
    [needId, volunteerId],
  );
  return rows.length > 0;
}
