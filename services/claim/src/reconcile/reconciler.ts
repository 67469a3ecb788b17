import { Logger } from '@nestjs/common';
import { isDatabaseUnavailable } from '@huying/database';
import type { LimitFunction } from 'p-limit';
import type { ClaimMetrics } from '../claim-metrics.js';
import { every } from '../pools/every.js';
import { RedisReplacedError, RedisUnavailableError } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import type { Rounds } from './rounds.js';

const EVERY_MS = 60_000;

/** Compares a round of a pool's needs every minute, as long as this process keeps it; a difference is an alarm. */
export class Reconciler {
  private readonly logger = new Logger('reconciler');
  private readonly isDue = every(EVERY_MS, EVERY_MS);
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly parts: {
      readonly metrics: ClaimMetrics;
      /** One pool of the process after the other. */
      readonly reconciliations: LimitFunction;
    },
    private readonly rounds: Rounds,
    private readonly keys: PoolKeys,
    private readonly signal: AbortSignal,
  ) {}

  /** Begins if it is time to, beside whatever else is done in the pool: that does not wait for it. Never throws. */
  beginIfDue(): void {
    if (this.isDue()) this.running = this.parts.reconciliations(() => this.run());
  }

  /** Waits for what was begun. */
  async end(): Promise<void> {
    await this.running;
  }

  private async run(): Promise<void> {
    if (this.signal.aborted) return;
    const { pool } = this.keys;
    try {
      const { needs, busy, differences } = await this.rounds.next(this.keys);
      if (this.signal.aborted) return;
      this.parts.metrics.reconciled(pool, differences.length);
      if (differences.length === 0) this.logger.debug({ pool, needs, busy }, 'Redis and PostgreSQL agree.');
      else {
        const some = differences.slice(0, 20);
        this.logger.error(
          { pool, needs, differences: some, count: differences.length },
          'Redis and PostgreSQL differ.',
        );
      }
    } catch (error) {
      const passing = [RedisUnavailableError, RedisReplacedError].some((kind) => error instanceof kind);
      if (passing || isDatabaseUnavailable(error)) return;
      this.logger.error({ pool, err: error }, 'The pool could not be reconciled; next time.');
    }
  }
}
