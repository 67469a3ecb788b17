import type { Database } from '@huying/database';
import { holdDraw } from '../draws/hold-draw.js';
import type { PoolHand } from '../places/pool-hand.js';
import type { PoolKeys } from './pool-keys.js';

/** What doing it needs. */
export interface DueParts {
  readonly database: Database;
  readonly hand: PoolHand;
}

const AT_MOST = 200;

/**
 * Does what a time has come for: offers that nobody answered end, waves widen, places are drawn. The journal knows the
 * deadlines, so nothing is forgotten in a crash; each ends in an entry of the log, since state never changes without one.
 */
export async function doWhatIsDue({ database, hand }: DueParts, keys: PoolKeys): Promise<void> {
  const now = hand.clock.now().toString();
  const offers = await database.read.query<{ id: string; need_id: string; volunteer_id: string }[]>(
    `SELECT id, need_id, volunteer_id FROM claims WHERE pool = $1 AND state = 'offered' AND offer_until < $2
     ORDER BY offer_until LIMIT ${AT_MOST}`,
    [keys.pool, now],
  );
  for (const { id: claim, need_id: need, volunteer_id: volunteer } of offers) {
    await hand.run(keys, { do: 'release', need, volunteer, claim, reason: 'offer-expired', late: true });
  }
  await widenWaves(database, hand, keys, now);
  const stoodDown = await database.read.query<{ id: string }[]>(
    `SELECT n.id FROM pool_needs n WHERE n.pool = $1 AND n.stood_down IS NOT NULL
       AND EXISTS (SELECT FROM claims c WHERE c.need_id = n.id AND c.state <> 'ended') LIMIT ${AT_MOST}`,
    [keys.pool],
  );
  for (const { id } of stoodDown) await hand.endAll(keys, id, 0, 'stood-down', 'all');
  const draws = await database.read.query<{ id: string }[]>(
    `SELECT id FROM pool_needs WHERE pool = $1 AND state = 'open' AND phase = 'gathering' AND dispatch = 'draw'
       AND draw_at <= $2 LIMIT ${AT_MOST}`,
    [keys.pool, now],
  );
  for (const { id } of draws) await holdDraw({ database, hand }, keys, id);
}

/** Needs whose lines are moved at a time, any of those there are. */
const LINES_AT_MOST = 50;

/**
 * Moves lines that stand although a place is free: somebody in them may have become fit since, or stand behind more than a
 * decision looks at. Nothing else would move them before the next claim or release of the need.
 */
export async function moveIdleLines({ database, hand }: DueParts, keys: PoolKeys): Promise<void> {
  const idle = await database.read.query<{ id: string }[]>(
    `WITH RECURSIVE lines (id) AS (
       (SELECT need_id FROM claims WHERE state = 'waiting' ORDER BY need_id LIMIT 1)
       UNION ALL
       SELECT (SELECT need_id FROM claims WHERE state = 'waiting' AND need_id > lines.id ORDER BY need_id LIMIT 1)
       FROM lines WHERE lines.id IS NOT NULL)
     SELECT id FROM lines JOIN pool_needs USING (id)
     WHERE pool = $1 AND state = 'open' AND held < places AND starts_at > $2 AND phase <> 'gathering'
       AND dispatch NOT IN ('approval', 'alert')
     ORDER BY random() LIMIT ${LINES_AT_MOST}`,
    [keys.pool, hand.clock.now().toString()],
  );
  for (const { id } of idle) await hand.moveLine(keys, id);
}

/**
 * A wave widens at its time, or sooner when it is spent: when every active volunteer whom it reaches has claimed. Decisions
 * go by the time themselves; the entry tells everybody.
 */
async function widenWaves(database: Database, hand: PoolHand, keys: PoolKeys, now: string): Promise<void> {
  const due = await database.read.query<{ id: string; wave: number }[]>(
    `SELECT id, CASE WHEN everyone_at <= $2 THEN 3 ELSE 2 END AS wave FROM pool_needs
     WHERE pool = $1 AND state = 'open' AND dispatch = 'waves' AND wave < 3
       AND (everyone_at <= $2 OR (wave < 2 AND groups_at <= $2)) LIMIT ${AT_MOST}`,
    [keys.pool, now],
  );
  const spent = await database.read.query<{ id: string; wave: number }[]>(
    `SELECT n.id, n.wave + 1 AS wave FROM pool_needs n JOIN known_needs k ON k.id = n.id
     WHERE n.pool = $1 AND n.state = 'open' AND n.dispatch = 'waves' AND n.wave < 3 AND n.held < n.places
       AND k.opens_at <= $2 AND NOT EXISTS (
         SELECT FROM known_volunteers v WHERE v.pool = n.pool AND v.active AND NOT v.blocked
           AND ((jsonb_array_length(k.terms -> 'preferredSkills') > 0
                   AND v.skills @> ARRAY(SELECT jsonb_array_elements_text(k.terms -> 'preferredSkills')))
                OR (n.wave = 2 AND v.group_ids && ARRAY(SELECT jsonb_array_elements_text(k.terms -> 'groupIds'))))
           AND NOT EXISTS (SELECT FROM claims c WHERE c.need_id = n.id AND c.volunteer_id = v.id))
     LIMIT ${AT_MOST}`,
    [keys.pool, now],
  );
  for (const { id: need, wave } of [...due, ...spent]) {
    await hand.run(keys, { do: 'close', need, what: 'widened', detail: String(wave) });
  }
}
