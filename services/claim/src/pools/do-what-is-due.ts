import type { Database } from '@huying/database';
import { holdDraw } from '../draws/hold-draw.js';
import type { PoolHand } from '../places/pool-hand.js';
import { drawsDue, offersOverdue, stoodDown, wavesUnderWay } from './due.js';
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
    `SELECT id, need_id, volunteer_id FROM ${offersOverdue('$2')} ORDER BY offer_until LIMIT ${AT_MOST}`,
    [now, keys.pool],
  );
  for (const { id: claim, need_id: need, volunteer_id: volunteer } of offers) {
    await hand.run(keys, { do: 'release', need, volunteer, claim, reason: 'offer-expired', late: true });
  }
  await widenWaves(database, hand, keys, now);
  const over = await database.read.query<{ id: string }[]>(`SELECT n.id FROM ${stoodDown('$1')} LIMIT ${AT_MOST}`, [
    keys.pool,
  ]);
  for (const { id } of over) await hand.endAll(keys, id, 0, 'stood-down', 'all');
  const draws = await database.read.query<{ id: string }[]>(`SELECT id FROM ${drawsDue('$2')} LIMIT ${AT_MOST}`, [
    now,
    keys.pool,
  ]);
  for (const { id } of draws) await holdDraw({ database, hand }, keys, id);
}

/**
 * A wave widens at its time, or sooner when it is spent: when every volunteer whom it reaches has claimed, or could not: who
 * is not active, has not consented or lacks a required skill. Decisions
 * go by the time themselves; the entry tells everybody.
 */
async function widenWaves(database: Database, hand: PoolHand, keys: PoolKeys, now: string): Promise<void> {
  const due = await database.read.query<{ id: string; wave: number }[]>(
    `SELECT id, CASE WHEN everyone_at <= $1 THEN 3 ELSE 2 END AS wave FROM ${wavesUnderWay('$2')}
       AND (everyone_at <= $1 OR (wave < 2 AND groups_at <= $1)) LIMIT ${AT_MOST}`,
    [now, keys.pool],
  );
  const spent = await database.read.query<{ id: string; wave: number }[]>(
    `SELECT n.id, n.wave + 1 AS wave FROM known_needs k, ${wavesUnderWay('$2')}
       AND k.id = n.id AND n.held < n.places AND k.opens_at <= $1 AND NOT EXISTS (
         SELECT FROM known_volunteers v WHERE v.pool = n.pool AND v.active AND NOT v.blocked AND v.consent
           AND v.skills @> ARRAY(SELECT jsonb_array_elements_text(k.terms -> 'skills'))
           AND ((jsonb_array_length(k.terms -> 'preferredSkills') > 0
                   AND v.skills @> ARRAY(SELECT jsonb_array_elements_text(k.terms -> 'preferredSkills')))
                OR (n.wave = 2 AND v.group_ids && ARRAY(SELECT jsonb_array_elements_text(k.terms -> 'groupIds'))))
           AND NOT EXISTS (SELECT FROM claims c WHERE c.need_id = n.id AND c.volunteer_id = v.id))
     LIMIT ${AT_MOST}`,
    [now, keys.pool],
  );
  for (const { id: need, wave } of [...due, ...spent]) {
    await hand.run(keys, { do: 'close', need, what: 'widened', detail: String(wave) });
  }
}
