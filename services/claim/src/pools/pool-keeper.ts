import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database, isDatabaseUnavailable, Listener } from '@huying/database';
import { CONFIGURATION, Readiness, type Configuration } from '@huying/http';
import { ClaimMetrics } from '../claim-metrics.js';
import { Watermarks } from '../journal/watermarks.js';
import { POOL_CHANGED } from '../known/pool-change.js';
import { PoolHand } from '../places/pool-hand.js';
import { ClaimRedis } from './claim-redis.js';
import { PoolLeader } from './pool-leader.js';

const LOOK_EVERY_MS = 1_000;

/**
 * Sees to it that every pool is journaled by some process: runs for each pool's lock, and runs again when it was lost.
 * Whoever journals a pool also brings changes to Redis and rebuilds it.
 */
@Injectable()
export class PoolKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('pool-keeper');
  private readonly leaders = new Map<string, PoolLeader>();
  private readonly listener: Listener;
  private looking: NodeJS.Timeout | undefined;
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
  }

  private async look(): Promise<void> {
    try {
      const pools = await this.database.read.query<{ pool: string }[]>(`SELECT pool FROM pools`);
      for (const { pool } of pools) this.leaderOf(pool).wake();
    } catch (error) {
      if (!isDatabaseUnavailable(error)) this.logger.error({ err: error }, 'Pools could not be looked for.');
    }
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
