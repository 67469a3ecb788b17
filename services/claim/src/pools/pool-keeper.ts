import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, isDatabaseUnavailable, Listener } from '@huying/database';
import { CONFIGURATION, Readiness, type Configuration } from '@huying/http';
import pLimit from 'p-limit';
import { ClaimMetrics } from '../claim-metrics.js';
import { Watermarks } from '../journal/watermarks.js';
import { POOL_CHANGED } from '../known/pool-change.js';
import { PoolHand } from '../places/pool-hand.js';
import { ClaimRedis } from './claim-redis.js';
import { IDLE_LINES, POOLS } from './due.js';
import { every } from './every.js';
import { PoolLeader } from './pool-leader.js';
import { PoolLocks } from './pool-locks.js';

const LOOK_EVERY_MS = 1_000;
const MOVE_LINES_EVERY_MS = 2_000;
const WAKE_ALL_EVERY_MS = 5_000;
/** Each takes two connections and room to sort the claims of a pool. */
const REBUILDS_AT_ONCE = 2;

/**
 * Sees to it that every pool is journaled by some process: runs for each pool's lock, and runs again when it was lost.
 * Whoever journals a pool also brings changes to Redis and rebuilds it.
 */
@Injectable()
export class PoolKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('pool-keeper');
  private readonly leaders = new Map<string, PoolLeader>();
  private readonly locks: PoolLocks;
  private readonly rebuilds = pLimit(REBUILDS_AT_ONCE);
  private readonly reconciliations = pLimit(1);
  private readonly listener: Listener;
  private looking: NodeJS.Timeout | undefined;
  private readonly isTimeForAll = every(WAKE_ALL_EVERY_MS);
  private readonly isTimeForLines = every(MOVE_LINES_EVERY_MS);
  private stopped = false;

  constructor(
    private readonly database: Database,
    private readonly redis: ClaimRedis,
    private readonly watermarks: Watermarks,
    private readonly hand: PoolHand,
    private readonly metrics: ClaimMetrics,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    readiness: Readiness,
  ) {
    readiness.add({ name: 'redis', check: async () => void (await this.redis.guarded((client) => client.ping())) });
    this.locks = new PoolLocks((database.dataSource.options as { url: string }).url);
    this.listener = new Listener(database.dataSource, [POOL_CHANGED], {
      notify: (_, pool) => this.leaderOf(pool).wake(),
      connected: () => this.look(),
    });
  }

  onApplicationBootstrap(): void {
    this.listener.start();
    this.looking = setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.looking);
    await this.listener.stop();
    await Promise.all([...this.leaders.values()].map((leader) => leader.stop()));
    await this.locks.close();
  }

  /** Finds pools that are new, and wakes those in which there is something to do; now and then all of them, for their figures. */
  private async look(): Promise<void> {
    try {
      const now = this.hand.clock.now().toString();
      const pools = await this.database.read.query<{ pool: string; busy: boolean }[]>(POOLS, [now]);
      const all = this.isTimeForAll();
      for (const { pool, busy } of pools) if (all || busy || !this.leaders.has(pool)) this.leaderOf(pool).wake();
      if (this.isTimeForLines()) await this.moveLines(now);
    } catch (error) {
      if (!isDatabaseUnavailable(error)) this.logger.error({ err: error }, 'Pools could not be looked for.');
    }
  }

  private async moveLines(now: string): Promise<void> {
    const idle = await this.database.read.query<{ pool: string; needs: string[] }[]>(IDLE_LINES, [now]);
    for (const { pool, needs } of idle) this.leaderOf(pool).moveLines(needs);
  }

  private leaderOf(pool: string): PoolLeader {
    let leader = this.leaders.get(pool);
    if (!leader) {
      leader = new PoolLeader(
        {
          database: this.database,
          redis: this.redis,
          watermarks: this.watermarks,
          hand: this.hand,
          locks: this.locks,
          rebuilds: this.rebuilds,
          reconciliations: this.reconciliations,
          metrics: this.metrics,
          prefix: this.configuration.REDIS_PREFIX,
          timeZone: this.configuration.TIME_ZONE,
        },
        pool,
      );
      this.leaders.set(pool, leader);
      if (!this.stopped) leader.start();
    }
    return leader;
  }
}
