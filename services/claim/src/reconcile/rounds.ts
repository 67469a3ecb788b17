import type { PoolKeys } from '../pools/pool-keys.js';
import { compareNeed, overlaps, type Difference, type Reconciliation, type ReconcileParts } from './reconcile-pool.js';

/** How many needs are compared in one round: open ones, those that are over, and those that differed before. */
const SIZES = { open: 80, over: 20, doubtful: 100 };

const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Compares a pool in rounds of so many needs: those where claims are decided, one after the other until it begins anew, and a few of
 * those that are over. What differed is compared again in every round, and counts until the two agree: that a round has looked
 * elsewhere is no good news.
 */
export class Rounds {
  private readonly doubtful = new Map<string, readonly Difference[]>();
  private readonly reached = { open: BEFORE_ALL, over: BEFORE_ALL };

  constructor(
    private readonly parts: ReconcileParts,
    private readonly sizes = SIZES,
  ) {}

  /** The next round. @returns what was compared in it, and all differences that stand, also those of earlier rounds */
  async next(keys: PoolKeys): Promise<Reconciliation> {
    const found = await overlaps(this.parts.database, keys.pool);
    const again = [...this.doubtful.keys()].slice(0, this.sizes.doubtful);
    const ids = new Set([...again, ...(await this.pick(keys.pool, 'open')), ...(await this.pick(keys.pool, 'over'))]);
    let busy = 0;
    for (const id of ids) {
      const differences = await compareNeed(this.parts, keys, id);
      if (!differences) {
        busy += 1;
        continue;
      }
      this.doubtful.delete(id);
      // Behind the others, whose turn it is then.
      if (differences.length > 0) this.doubtful.set(id, differences);
    }
    const differences = [...found, ...[...this.doubtful.values()].flat()];
    return { needs: ids.size - busy, busy, differences };
  }

  private async pick(pool: string, which: 'open' | 'over'): Promise<string[]> {
    const rows = await this.parts.database.read.query<{ id: string }[]>(
      `SELECT id FROM pool_needs WHERE pool = $1 AND (state = 'open') = $2 AND id > $3 ORDER BY id LIMIT $4`,
      [pool, which === 'open', this.reached[which], this.sizes[which]],
    );
    const last = rows.length < this.sizes[which] ? undefined : rows.at(-1);
    this.reached[which] = last?.id ?? BEFORE_ALL;
    return rows.map(({ id }) => id);
  }
}
