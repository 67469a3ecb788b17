import { Injectable } from '@nestjs/common';
import { commonProblems } from '@huying/http';
import { ClaimMetrics } from '../claim-metrics.js';
import { OutcomeUnknown, PoolRecovering } from '../journal/watermark-errors.js';
import { Watermarks } from '../journal/watermarks.js';
import { ClaimRedis, RedisUnavailableError, type ScriptReply } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import { Pools } from '../pools/pools.js';
import { claimProblems, EPOCH_OVER, POOL_NOT_LOADED, refusalProblem } from './refusals.js';

/** Decisions that wait longer than this for their commit make newcomers wait outside: 503 before anything is decided. */
const SHED_AFTER_MS = 2_000;

/**
 * Runs one script against a pool and answers only once its outcome is committed in PostgreSQL. A refusal changes nothing
 * and is answered at once.
 */
@Injectable()
export class Decider {
  constructor(
    private readonly pools: Pools,
    private readonly redis: ClaimRedis,
    private readonly watermarks: Watermarks,
    private readonly metrics: ClaimMetrics,
  ) {}

  /**
   * @param run calls the script with the pool's keys
   * @returns the script's reply, committed
   * @throws the problem that a refusal means; pool-recovering, outcome-unknown, claims-busy, service-unavailable
   */
  async decide(pool: string, run: (keys: PoolKeys) => Promise<ScriptReply>): Promise<ScriptReply> {
    if (this.watermarks.oldestWaitMs(pool) > SHED_AFTER_MS) {
      this.metrics.decided(pool, 'claims-busy');
      throw claimProblems.claimsBusy();
    }
    const { keys, reply } = await this.ask(pool, run);
    const [outcome = 0, sequence = 0] = reply.map(Number);
    if (outcome < 0) {
      const problem = refusalProblem(outcome);
      this.metrics.decided(pool, problem.code);
      throw problem;
    }
    await this.awaitCommit(keys, sequence);
    return reply;
  }

  private async ask(pool: string, run: (keys: PoolKeys) => Promise<ScriptReply>) {
    let keys = await this.pools.keysOf(pool);
    if (!keys && !(await this.pools.exists(pool))) throw claimProblems.needUnknown();
    for (let attempt = 0; keys && attempt < 2; attempt += 1) {
      const reply = await run(keys).catch((error: unknown) => {
        if (error instanceof RedisUnavailableError) throw commonProblems.serviceUnavailable({}, { cause: error });
        throw error;
      });
      if (reply[0] !== POOL_NOT_LOADED && reply[0] !== EPOCH_OVER) return { keys, reply };
      // The epoch that this process knew is over, or Redis has lost the pool: PostgreSQL knows which.
      keys = await this.pools.refresh(pool);
    }
    throw claimProblems.poolRecovering();
  }

  private async awaitCommit({ pool, epoch }: PoolKeys, sequence: number): Promise<void> {
    const started = performance.now();
    try {
      await this.watermarks.committed(pool, epoch, sequence);
      this.metrics.waited(pool, (performance.now() - started) / 1_000, this.watermarks.waiting(pool));
    } catch (error) {
      if (error instanceof PoolRecovering) throw claimProblems.poolRecovering({}, { cause: error });
      if (error instanceof OutcomeUnknown) throw claimProblems.outcomeUnknown({}, { cause: error });
      throw error;
    }
  }
}
