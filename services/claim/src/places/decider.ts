import { currentSpan } from '@huying/events';
import { exemplarOf } from '@huying/observability';
import { Injectable } from '@nestjs/common';
import { isDatabaseUnavailable } from '@huying/database';
import { commonProblems, Problem } from '@huying/http';
import type { FastifyReply } from 'fastify';
import { ClaimMetrics } from '../claim-metrics.js';
import { OutcomeUnknown, PoolRecovering } from '../journal/watermark-errors.js';
import { Watermarks } from '../journal/watermarks.js';
import { RedisReplacedError, RedisUnavailableError, type ScriptReply } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import { Pools } from '../pools/pools.js';
import { Refusal } from '../rules/index.js';
import { DECISION, markOf } from './decision-mark.js';
import { PoolHand, type PoolWish } from './pool-hand.js';
import { claimProblems, refusalProblem } from './refusals.js';
import { comeBackAfter } from './come-back.js';
import { SoldOutNeeds } from './sold-out-needs.js';

/** Decisions that wait longer than this for their commit make newcomers wait outside: 503 before anything is decided. */
const SHED_AFTER_MS = 2_000;

/** A decision that is committed. */
export interface Decided {
  /** The script's outcome, always above 0. */
  readonly outcome: number;
  readonly sequence: number;
  /** What the script answers besides. */
  readonly rest: ScriptReply;
  /** The value of the header DECISION. */
  readonly mark: string;
}

/** Tells the client where in the pool's log the answer stands. */
export const tell = (reply: FastifyReply, { mark }: Decided): void => void reply.header(DECISION, mark);

/** The same for an answer that may have been so before. @returns what the client sees */
export function tellIfDecided<View>(reply: FastifyReply, answer: { view: View; decided: Decided | null }): View {
  if (answer.decided) tell(reply, answer.decided);
  return answer.view;
}

/** Whether the key had been answered before: scripts add ten to the outcome. */
export const isRepetition = ({ outcome }: Decided): boolean => outcome > 10;

/** Like `tell`, for a route that keeps its keys: whoever repeats one is told so. */
export function tellOnce(reply: FastifyReply, decided: Decided): void {
  tell(reply, decided);
  if (isRepetition(decided)) void reply.header('idempotency-replayed', 'true');
}

/**
 * Puts a wish to a pool and answers only once its outcome is committed in PostgreSQL. A refusal changes nothing and is
 * answered at once.
 */
@Injectable()
export class Decider {
  constructor(
    private readonly pools: Pools,
    private readonly hand: PoolHand,
    private readonly watermarks: Watermarks,
    private readonly metrics: ClaimMetrics,
    private readonly soldOut: SoldOutNeeds,
  ) {}

  /** @throws the problem that a refusal means; pool-recovering, outcome-unknown, claims-busy, service-unavailable */
  async decide(pool: string, wish: PoolWish): Promise<Decided> {
    try {
      return await this.decideUncounted(pool, wish);
    } catch (error) {
      if (error instanceof Problem) this.metrics.decided(pool, error.code);
      else if (isDatabaseUnavailable(error)) this.metrics.decided(pool, commonProblems.serviceUnavailable().code);
      throw error;
    }
  }

  private async decideUncounted(pool: string, wish: PoolWish): Promise<Decided> {
    const waitMs = this.watermarks.oldestWaitMs(pool);
    if (waitMs > SHED_AFTER_MS) {
      const busy = claimProblems.claimsBusy();
      busy.headers['retry-after'] = String(comeBackAfter(waitMs, Math.random()));
      throw busy;
    }
    const soldOut = wish.do === 'claim' ? this.refusalIfSoldOut(pool, wish) : undefined;
    const refusal = soldOut && (await soldOut);
    if (refusal) throw refusal;
    const { keys, reply, at } = await this.ask(pool, wish);
    const [outcome = 0, sequence = 0, ...rest] = reply;
    const mark = markOf(keys.epoch, sequence, at);
    if (Number(outcome) < 0) {
      const problem = refusalProblem(Number(outcome));
      problem.headers[DECISION] = mark;
      if (outcome === Refusal.needFull && wish.do === 'claim') void this.soldOut.watch(keys, wish.need);
      throw problem;
    }
    await this.awaitCommit(keys, Number(sequence));
    return { outcome: Number(outcome), sequence: Number(sequence), rest, mark };
  }

  private refusalIfSoldOut(pool: string, { need, volunteer }: { need: string; volunteer: string }) {
    const keys = this.pools.atHand(pool);
    return keys && this.soldOut.refusal(keys, need, volunteer);
  }

  private async ask(pool: string, wish: PoolWish) {
    let keys = await this.pools.keysOf(pool);
    if (!keys && !(await this.pools.exists(pool))) throw claimProblems.needUnknown();
    for (let attempt = 0; keys && attempt < 2; attempt += 1) {
      const at = this.hand.clock.now().epochMilliseconds;
      const reply = await this.hand.run(keys, wish, at).catch((error: unknown) => {
        if (error instanceof RedisReplacedError) throw this.forget(pool, error);
        if (error instanceof RedisUnavailableError) throw commonProblems.serviceUnavailable({}, { cause: error });
        throw error;
      });
      if (reply[0] !== Refusal.poolNotLoaded && reply[0] !== Refusal.epochOver) return { keys, reply, at };
      // The epoch that this process knew is over, or Redis has lost the pool: PostgreSQL knows which.
      keys = await this.pools.refresh(pool);
    }
    throw claimProblems.poolRecovering();
  }

  /** The pool is being rebuilt, or will be in a moment: its epoch is asked for anew by whoever comes next. */
  private forget(pool: string, cause: Error): Problem {
    this.pools.forget(pool);
    return claimProblems.poolRecovering({}, { cause });
  }

  private async awaitCommit({ pool, epoch }: PoolKeys, sequence: number): Promise<void> {
    const started = performance.now();
    try {
      await this.watermarks.committed(pool, epoch, sequence);
      const seconds = (performance.now() - started) / 1_000;
      this.metrics.waited(pool, seconds, this.watermarks.waiting(pool), exemplarOf(currentSpan()));
    } catch (error) {
      if (error instanceof PoolRecovering) throw claimProblems.poolRecovering({}, { cause: error });
      if (error instanceof OutcomeUnknown) throw claimProblems.outcomeUnknown({}, { cause: error });
      throw error;
    }
  }
}
