import { v7 as uuidv7 } from 'uuid';
import type { ClaimBed } from './bed.js';
import { deliver, needPublished, numbered, VOLUNTEER_PATTERN, volunteerRegistered, type NeedWish } from './core.js';

const PATIENCE_MS = 600_000;

/** Waits for a condition, asking every few milliseconds. */
export async function until(what: string, condition: () => Promise<boolean>, everyMs = 10): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`The measurement waited in vain: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Waits until Redis has heard of everything that the service has learnt of a pool. */
export async function brought({ database }: ClaimBed, pool: string): Promise<void> {
  await until(`changes of ${pool} are brought to Redis`, async () => {
    const { rows } = await database.query(
      `SELECT 1 WHERE EXISTS (SELECT 1 FROM pool_changes WHERE pool = $1)
                   OR NOT EXISTS (SELECT 1 FROM pools WHERE pool = $1 AND gate = 'open')`,
      [pool],
    );
    return rows.length === 0;
  });
}

/** So many volunteers of a pool: the first by its event, the others as copies of its row. */
export async function seedVolunteers(bed: ClaimBed, pool: string, count: number): Promise<string[]> {
  const first = numbered(VOLUNTEER_PATTERN, 0);
  await deliver(bed.brokers, [volunteerRegistered(pool, first)]);
  await until('the first volunteer is known', async () => {
    const { rows } = await bed.database.query(`SELECT 1 FROM known_volunteers WHERE pool = $1 AND id = $2`, [
      pool,
      first,
    ]);
    return rows.length === 1;
  });
  await bed.database.query(
    `WITH copies AS (
       INSERT INTO known_volunteers
       SELECT (jsonb_populate_record(v, jsonb_build_object('id', replace($3, '%s', lpad(n::text, 12, '0'))))).*
       FROM known_volunteers v, generate_series(1, $4::int - 1) AS n WHERE v.pool = $1 AND v.id = $2
       RETURNING id)
     INSERT INTO pool_changes (pool, kind, ref) SELECT $1, 'volunteer', id FROM copies`,
    [pool, first, VOLUNTEER_PATTERN, count],
  );
  await bed.database.query(`SELECT pg_notify('claim_pool_changed', $1)`, [pool]);
  await brought(bed, pool);
  return Array.from({ length: count }, (_, number) => numbered(VOLUNTEER_PATTERN, number));
}

/** So many needs alike: the first by its event, the others as copies of its row. */
export async function openNeeds(bed: ClaimBed, count: number, wish: NeedWish): Promise<string[]> {
  const first = uuidv7();
  await deliver(bed.brokers, [needPublished(first, wish)]);
  await until('the first need is known', async () => {
    const { rows } = await bed.database.query(`SELECT 1 FROM known_needs WHERE id = $1`, [first]);
    return rows.length === 1;
  });
  const { rows } = await bed.database.query<{ ref: string }>(
    `WITH copies AS (
       INSERT INTO known_needs
       SELECT (jsonb_populate_record(k, jsonb_build_object('id', gen_random_uuid(),
                 'starts_at', k.starts_at + later, 'ends_at', k.ends_at + later, 'closes_at', k.closes_at + later,
                 'release_until', k.release_until + later))).*
       FROM known_needs k, generate_series(1, $2::int - 1) AS n,
            LATERAL (SELECT make_interval(weeks => CASE WHEN $4 THEN n ELSE 0 END) AS later) AS l
       WHERE k.id = $1 RETURNING id)
     INSERT INTO pool_changes (pool, kind, ref) SELECT $3, 'need', id FROM copies RETURNING ref`,
    [first, count, wish.pool, wish.slotsApart ?? false],
  );
  await bed.database.query(`SELECT pg_notify('claim_pool_changed', $1)`, [wish.pool]);
  await brought(bed, wish.pool);
  return [first, ...rows.map(({ ref }) => ref)];
}

/** Waits until the relay has told all that was committed: work that one variant leaves behind is not the next one's. */
export async function eventsSent({ database }: ClaimBed): Promise<void> {
  await until('all events are sent', async () => {
    const { rows } = await database.query(`SELECT 1 FROM outbox WHERE sent_at IS NULL LIMIT 1`);
    return rows.length === 0;
  });
}
