import type { Database } from '@huying/database';
import type { ClaimMetrics } from '../claim-metrics.js';
import type { ClaimRedis } from './claim-redis.js';
import { every } from './every.js';
import type { PoolKeys } from './pool-keys.js';

const EVERY_MS = 5_000;

/** What the keeper of a pool tells operators every few seconds: the journal's lag, the lines, and places nobody served. */
export class PoolFigures {
  private readonly isDue = every(EVERY_MS);

  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly redis: ClaimRedis;
      readonly metrics: ClaimMetrics;
    },
    private readonly keys: PoolKeys,
  ) {}

  async tellIfDue(): Promise<void> {
    if (!this.isDue()) return;
    const { database, metrics } = this.parts;
    const { pool } = this.keys;
    const logged = await this.lastLogged();
    const [figures] = await database.read.query<
      { sequence: string; committed_ago: number; waiting: number; oldest: number; unserved: number }[]
    >(
      `SELECT p.sequence,
         coalesce(extract(epoch FROM now() - (SELECT committed_at FROM ledger l WHERE l.pool = p.pool
                                              ORDER BY sequence DESC LIMIT 1)), 0)::float8 AS committed_ago,
         (SELECT coalesce(sum(waiting), 0)::int FROM pool_needs n WHERE n.pool = p.pool AND n.state = 'open') AS waiting,
         (SELECT coalesce(extract(epoch FROM now() - min(c.claimed_at)), 0)::float8 FROM claims c
            JOIN pool_needs n ON n.id = c.need_id
            WHERE c.pool = p.pool AND c.state = 'waiting' AND n.state = 'open' AND n.starts_at > now()) AS oldest,
         (SELECT count(*)::int FROM claims c JOIN pool_needs n ON n.id = c.need_id
            WHERE c.pool = p.pool AND c.state = 'held' AND n.state = 'open' AND n.ends_at < now() - interval '24 hours')
           AS unserved
       FROM pools p WHERE p.pool = $1`,
      [pool],
    );
    if (!figures) return;
    const lag = Math.max(0, logged - Number(figures.sequence));
    metrics.tell(pool, {
      lagEntries: lag,
      lagSeconds: lag === 0 ? 0 : figures.committed_ago,
      waiting: figures.waiting,
      oldestWaitSeconds: figures.oldest,
      heldNotServed: figures.unserved,
    });
  }
  /**
   * The number of the last entry of the log, whoever wrote it: what stands there and is not committed holds up the journal, also where no
   * script has counted it. 0 if the log is gone or another epoch writes it.
   */
  private async lastLogged(): Promise<number> {
    const [last] = await this.parts.redis.guarded((client) => client.xrevrange(this.keys.log, '+', '-', 'COUNT', 1));
    const [epoch, sequence] = (last?.[0] ?? '').split('-').map(Number);
    return epoch === this.keys.epoch && sequence !== undefined ? sequence : 0;
  }
}
