/**
 * What a time or a change has come for in a pool, as conditions on rows: whoever keeps the pools looks for them in all pools at once,
 * and whoever keeps one pool fetches the rows. Parameter $1 is the time.
 */

/** Needs and volunteers to be brought to Redis. */
export const changesOf = (pool: string): string => `pool_changes WHERE pool = ${pool}`;

/** Offers that nobody answered in time. */
export const offersOverdue = (pool: string): string =>
  `claims WHERE pool = ${pool} AND state = 'offered' AND offer_until < $1`;

/** Needs that have not reached everyone yet. */
export const wavesUnderWay = (pool: string): string =>
  `pool_needs n WHERE n.pool = ${pool} AND n.state = 'open' AND n.dispatch = 'waves' AND n.wave < 3`;

/** Alerts that are over while somebody still has a claim. */
export const stoodDown = (pool: string): string =>
  `pool_needs n WHERE n.pool = ${pool} AND n.stood_down IS NOT NULL
     AND EXISTS (SELECT FROM claims c WHERE c.need_id = n.id AND c.state <> 'ended')`;

/** Lots to be drawn. */
export const drawsDue = (pool: string): string =>
  `pool_needs WHERE pool = ${pool} AND state = 'open' AND phase = 'gathering' AND dispatch = 'draw' AND draw_at <= $1`;

const kinds = [changesOf, offersOverdue, wavesUnderWay, stoodDown, drawsDue];

/** All pools, and whether there is something to do in them: one statement however many there are. */
export const POOLS = `SELECT p.pool, ${kinds.map((rows) => `EXISTS (SELECT FROM ${rows('p.pool')})`).join(' OR ')} AS busy
  FROM pools p`;

/** Needs whose lines are moved at a time, any of those there are. */
const LINES_AT_MOST = 200;

/**
 * Lines that stand although a place is free, in all pools: somebody in them may have become fit since, or stand behind more than a
 * decision looks at. Nothing else would move them before the next claim or release of the need. A line is found by leaps from need to
 * need in the index of those who wait, not by looking at everybody who does.
 */
export const IDLE_LINES = `
  WITH RECURSIVE lines (id) AS (
    (SELECT need_id FROM claims WHERE state = 'waiting' ORDER BY need_id LIMIT 1)
    UNION ALL
    SELECT (SELECT need_id FROM claims WHERE state = 'waiting' AND need_id > lines.id ORDER BY need_id LIMIT 1)
    FROM lines WHERE lines.id IS NOT NULL)
  SELECT pool, array_agg(id::text) AS needs FROM (
    SELECT pool, id FROM lines JOIN pool_needs USING (id)
    WHERE state = 'open' AND held < places AND starts_at > $1 AND phase <> 'gathering'
      AND dispatch NOT IN ('approval', 'alert')
    ORDER BY random() LIMIT ${LINES_AT_MOST}) AS idle
  GROUP BY pool`;
