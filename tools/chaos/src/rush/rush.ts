import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Chance } from '../chance.js';
import type { Clients } from './client.js';
import { aBreak, aNeed, aVolunteer, theEnd } from './needs.js';
import type { Neighbours } from './neighbours.js';
import { nextAsk } from './operations.js';
import type { PoolWorld } from './world.js';

/** Needs that are open in a pool at a time, and how long each is. */
const OPEN_NEEDS = 14;
const [SHORTEST_MS, LONGEST_MS] = [6_000, 20_000];
const BREAK_EVERY_MS = 1_500;

/** Makes the volunteers of a pool known, and waits until decisions know them. */
export async function introduce(world: PoolWorld, neighbours: Neighbours, database: pg.Pool): Promise<void> {
  const everybody = [
    ...world.volunteers.map((id, number) => [id, number] as const),
    ...world.fewVolunteers.map((id) => [id, 1] as const),
  ];
  await neighbours.tell(...everybody.map(([id, number]) => aVolunteer(world.pool, id, number)));
  for (;;) {
    const { rows } = await database.query(`SELECT 1 FROM pool_volunteers WHERE pool = $1`, [world.pool]);
    if (rows.length === everybody.length) return;
    await pause(50);
  }
}

/** Finds out which of the needs that were published have opened. */
async function openedOf({ coming }: PoolWorld, database: pg.Pool): Promise<string[]> {
  if (coming.size === 0) return [];
  const { rows } = await database.query<{ id: string }>(`SELECT id FROM pool_needs WHERE id = ANY($1)`, [
    [...coming.keys()],
  ]);
  return rows.map(({ id }) => id);
}

/** Publishes needs, ends them, and sends volunteers on breaks, until told to stop. */
export async function liveOn(
  world: PoolWorld,
  neighbours: Neighbours,
  database: pg.Pool,
  chance: Chance,
  signal: AbortSignal,
): Promise<void> {
  const versions = new Map<string, number>();
  let nextBreak = 0;
  while (!signal.aborted) {
    const now = performance.now();
    for (const need of [...world.needs.values()].filter(({ endsAfter }) => endsAfter < now)) {
      world.ended(need.id);
      await neighbours.tell(theEnd(world.pool, need.id, chance.happens(0.8)));
    }
    while (world.needs.size + world.coming.size < OPEN_NEEDS) {
      const event = aNeed(world.pool, chance);
      await neighbours.tell(event);
      world.published(event, now + chance.whole(SHORTEST_MS, LONGEST_MS));
    }
    // While PostgreSQL is away nothing opens.
    for (const id of await openedOf(world, database).catch(() => [])) world.opened(id);
    if (now > nextBreak) {
      nextBreak = now + BREAK_EVERY_MS;
      const number = chance.whole(0, world.volunteers.length - 1);
      const id = world.volunteers[number] ?? '';
      const version = (versions.get(id) ?? 1) + 1;
      versions.set(id, version);
      await neighbours.tell(aBreak(world.pool, id, number, version, version % 2 === 0));
    }
    await pause(100, undefined, { signal }).catch(() => undefined);
  }
}

/** People who do one thing after the other, each in one of the pools at random. */
export async function rushOn(
  worlds: readonly PoolWorld[],
  clients: Clients,
  chance: Chance,
  people: number,
  isOver: () => boolean,
): Promise<void> {
  const one = async (): Promise<void> => {
    while (!isOver()) {
      const world = chance.oneOf(worlds);
      const ask = world && nextAsk(world, chance);
      if (ask) await clients.perform(world.pool, ask);
      else await pause(20);
    }
  };
  await Promise.all(Array.from({ length: people }, one));
}
