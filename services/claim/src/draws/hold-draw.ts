import type { Database } from '@huying/database';
import type { PoolHand } from '../places/pool-hand.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import { draw, lotsFor, type DrawResult } from './draw.js';

const PORTION = 500;
/** See lua/rank-line-9.lua. */
const SOMEBODY_IS_NOT_DRAWN = 3;
/** How far back places count against the lots of an applicant. */
const LATELY = '90 days';

interface Row {
  claim: string;
  volunteer: string;
  places: number;
}

/**
 * Draws the places of a need whose window has closed: the applicants in PostgreSQL are all there are once the log up to now is
 * committed. The result is stored before it is carried out, so that a crash in between carries out the same one. Should a process
 * whose clock is behind have taken an application after that, the draw does not end but is held anew at the next turn, with everybody.
 */
export async function holdDraw(
  { database, hand }: { database: Database; hand: PoolHand },
  keys: PoolKeys,
  needId: string,
): Promise<void> {
  await hand.awaitEverything(keys);
  const rows = await database.read.query<Row[]>(
    `SELECT c.id AS claim, c.volunteer_id AS volunteer,
            (SELECT count(*)::int FROM claims b WHERE b.pool = c.pool AND b.volunteer_id = c.volunteer_id
               AND b.held_at > now() - interval '${LATELY}') AS places
     FROM claims c WHERE c.need_id = $1 AND c.state = 'waiting' ORDER BY c.id`,
    [needId],
  );
  const result = await resultOf(database, needId, rows);
  const volunteers = new Map(rows.map(({ claim, volunteer }) => [claim, volunteer]));
  const order = result.order.flatMap((index) => volunteers.get(result.applicants[index]?.claim ?? '') ?? []);
  for (let from = 0; from === 0 || from < order.length; from += PORTION) {
    const portion = order.slice(from, from + PORTION);
    const last = from + PORTION >= order.length;
    const seed = last ? result.seed : '';
    const [outcome] = await hand.run(keys, { do: 'draw', need: needId, from, last, seed, order: portion });
    if (outcome === SOMEBODY_IS_NOT_DRAWN) return forget(database, needId);
  }
  await hand.moveLine(keys, needId);
}

/** Nobody has seen the result: at the next turn all are drawn, by the seed that was committed to. */
async function forget(database: Database, needId: string): Promise<void> {
  await database.withTransaction((tx) =>
    tx.query(
      `UPDATE draws d SET result = NULL FROM pool_needs n
       WHERE n.id = d.need_id AND n.publication = d.publication AND n.phase = 'gathering' AND d.need_id = $1`,
      [needId],
    ),
  );
}

async function resultOf(database: Database, needId: string, rows: readonly Row[]): Promise<DrawResult> {
  return database.withTransaction(async (tx) => {
    const [known] = await tx.query<{
      publication: number;
      seed: string;
      commitment: string;
      result: DrawResult | null;
    }>(
      `SELECT d.* FROM draws d JOIN pool_needs n ON n.id = d.need_id AND n.publication = d.publication
       WHERE d.need_id = $1 FOR UPDATE OF d`,
      [needId],
    );
    if (!known) throw new RangeError(`No seed was committed to for the need ${needId}.`);
    if (known.result) return known.result;
    const { seed, commitment } = known;
    const applicants = rows.map(({ claim, places }) => ({ claim, lots: lotsFor(places) }));
    const result: DrawResult = { seed, commitment, applicants, order: draw(seed, applicants) };
    await tx.query(`UPDATE draws SET result = $3 WHERE need_id = $1 AND publication = $2`, [
      needId,
      known.publication,
      JSON.stringify(result),
    ]);
    return result;
  });
}
