import type { ClaimBed } from './bed.js';
import { PREFIX } from './bed.js';
import { ClaimRedis, PoolKeys } from './core.js';
import type { Extent } from './options.js';
import { defineBenchScripts } from './script-bench.js';
import { openNeeds, seedVolunteers } from './seed.js';

/** The pool from which measurements of scripts copy what they need. */
const TEMPLATE_POOL = 'templates';
const MANY_PLACES = 100_000_000;

/** What measurements work with. */
export interface Laboratory {
  readonly bed: ClaimBed;
  readonly extent: Extent;
  /** A connection with the service's scripts and the benchmark's own. */
  readonly redis: ClaimRedis;
  /** The pool of the templates, as the service keeps it. */
  readonly source: PoolKeys;
  readonly templates: {
    /** More places than anybody asks for. */
    readonly wide: string;
    /** One place, and no line. */
    readonly narrow: string;
    /** One place, and a line. */
    readonly lined: string;
  };
  /** Says that a part of the work is done. */
  readonly step: () => void;
}

/** One need of each kind and one volunteer, brought to Redis by the service itself. */
export async function furnish(bed: ClaimBed, extent: Extent, step: () => void): Promise<Laboratory> {
  const redis = new ClaimRedis(bed.redisUrl);
  await redis.loadScripts();
  defineBenchScripts(redis.client);
  await seedVolunteers(bed, TEMPLATE_POOL, 1);
  const one = async (places: number, line: boolean, slot: number): Promise<string> => {
    const [needId] = await openNeeds(bed, 1, { pool: TEMPLATE_POOL, places, line, slot });
    return needId ?? '';
  };
  const templates = {
    wide: await one(MANY_PLACES, false, 1),
    narrow: await one(1, false, 2),
    lined: await one(1, true, 3),
  };
  const { rows } = await bed.database.query<{ epoch: number }>(`SELECT epoch FROM pools WHERE pool = $1`, [
    TEMPLATE_POOL,
  ]);
  return { bed, extent, redis, source: new PoolKeys(PREFIX, TEMPLATE_POOL, rows[0]?.epoch ?? 0), templates, step };
}
