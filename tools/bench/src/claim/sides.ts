import { copyPool, PoolKeys } from './core.js';
import type { Laboratory } from './laboratory.js';
import { fillVolunteers, type ScriptFigures } from './script-bench.js';

/** One size, small and large side by side; each measurement asks with volunteers who have not asked before. */
export interface Sides {
  readonly small: (round: number) => Promise<ScriptFigures>;
  readonly large: (round: number) => Promise<ScriptFigures>;
  /** How large the large side is. */
  readonly size: number;
}

/** What large sizes are compared with. */
export const SMALL = 100;

/** A pool of its own with copies of these needs, and so many volunteers. */
export async function poolOf(
  lab: Laboratory,
  mark: string,
  needIds: readonly string[],
  volunteers: number,
): Promise<PoolKeys> {
  const keys = new PoolKeys(`bench-${mark}:`, lab.source.pool, 1);
  await copyPool(lab.redis.client, lab.source, lab.redis.client, keys, needIds);
  await fillVolunteers(lab.redis, keys, volunteers);
  return keys;
}

/** How many volunteers ask in all rounds together. */
export const askers = ({ decisions, rounds }: Laboratory['extent']): number => decisions * (rounds + 2);
