import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { isDatabaseUnavailable, type Database } from '@huying/database';
import type { LimitFunction } from 'p-limit';
import type { ClaimMetrics } from '../claim-metrics.js';
import { FencedError } from '../journal/commit-batch.js';
import { Journaler, PoolDivergedError } from '../journal/journaler.js';
import { OutcomeUnknown, PoolRecovering } from '../journal/watermark-errors.js';
import type { Watermarks } from '../journal/watermarks.js';
import type { PoolHand } from '../places/pool-hand.js';
import { bringChanges, EpochOverError } from './bring-changes.js';
import { doWhatIsDue } from './do-what-is-due.js';
import { every } from './every.js';
import { RedisReplacedError, RedisUnavailableError, type ClaimRedis } from './claim-redis.js';
import { PoolKeys } from './pool-keys.js';
import { Reconciler } from '../reconcile/reconciler.js';
import { Rounds } from '../reconcile/rounds.js';
import { PoolFigures } from './pool-figures.js';
import type { PoolLocks } from './pool-locks.js';
import { rebuildPool } from './rebuild-pool.js';

/** What a leader needs. */
export interface LeaderParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly watermarks: Watermarks;
  readonly hand: PoolHand;
  readonly locks: PoolLocks;
  /** Whose turn it is to rebuild: after a loss of Redis all pools of the process want to. */
  readonly rebuilds: LimitFunction;
  readonly reconciliations: LimitFunction;
  readonly metrics: ClaimMetrics;
  readonly prefix: string;
  readonly timeZone: string;
}

const FOLLOW_MS = 500;
/** Deadlines are looked for no more often than that: an import of thousands wakes the keeper for each of its changes. */
const LOOK_EVERY_MS = 250;

/** Runs for one pool's lock; while it is held, journals the pool, brings changes to Redis, does what is due, and rebuilds when it must. */
export class PoolLeader {
  private readonly logger = new Logger('pool-leader');
  private readonly stopping = new AbortController();
  private running: Promise<void> | undefined;
  private readonly bell = new EventEmitter();
  private changed = false;
  private idleLines: string[] = [];
  /** What differed in one epoch counts in the next until it was compared again. */
  private readonly rounds: Rounds;

  constructor(
    private readonly parts: LeaderParts,
    private readonly pool: string,
  ) {
    this.rounds = new Rounds(parts);
  }

  start(): void {
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  /** There is something to do in the pool. */
  wake(): void {
    this.changed = true;
    this.bell.emit('changed');
  }

  /** The lines of these needs stand although a place is free. */
  moveLines(needs: readonly string[]): void {
    this.idleLines = [...needs];
    this.wake();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await this.leadWhileLocked(signal);
      } catch (error) {
        this.report(error);
      }
      await pause(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Faults that pass are not worth a line each: who notices them says so, and the next turn tries again. */
  private report(error: unknown): void {
    const passing =
      isDatabaseUnavailable(error) ||
      [RedisUnavailableError, RedisReplacedError, FencedError].some((kind) => error instanceof kind);
    if (passing) this.logger.debug({ pool: this.pool, err: error }, 'Journaling stopped for a moment.');
    else this.logger.error({ pool: this.pool, err: error }, 'Journaling stopped; trying again.');
  }

  private async leadWhileLocked(signal: AbortSignal): Promise<void> {
    try {
      await this.parts.locks.whileHeld(this.pool, (lost) => this.lead(AbortSignal.any([signal, lost])));
    } finally {
      this.parts.metrics.handsOver(this.pool);
    }
  }

  /** Until the signal aborts: one epoch after the other. */
  private async lead(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { epoch, sequence, runId } = await this.ensureLoaded();
      const keys = new PoolKeys(this.parts.prefix, this.pool, epoch, runId);
      this.parts.metrics.journals(this.pool, epoch);
      this.parts.metrics.opened(this.pool, true);
      this.parts.watermarks.advance(this.pool, epoch, sequence);
      const over = new AbortController();
      const both = AbortSignal.any([signal, over.signal]);
      const journaler = new Journaler(this.parts, keys, sequence);
      const changes = this.bringChangesUntil(keys, both);
      try {
        await journaler.run(both);
      } catch (error) {
        if (!(error instanceof PoolDivergedError)) throw error;
        this.logger.error({ pool: this.pool, err: error }, 'The pool has diverged from PostgreSQL; rebuilding it.');
        await this.shut(epoch);
      } finally {
        over.abort();
        this.wake();
        await changes;
      }
    }
  }

  /** The epoch to journal: the one that is loaded, or a new one if Redis has lost it or is another Redis. */
  private async ensureLoaded(): Promise<{ epoch: number; sequence: number; runId: string }> {
    const { database, redis, prefix } = this.parts;
    const [row] = await database.read.query<{ epoch: number; sequence: string; redis_run_id: string; gate: string }[]>(
      `SELECT epoch, sequence, redis_run_id, gate FROM pools WHERE pool = $1`,
      [this.pool],
    );
    if (!row) throw new RangeError(`There is no pool ${this.pool}.`);
    const keys = new PoolKeys(prefix, this.pool, row.epoch);
    const loaded = await redis.guarded((client) => client.get(keys.sequence));
    const sound =
      row.gate === 'open' &&
      loaded !== null &&
      Number(loaded) >= Number(row.sequence) &&
      row.redis_run_id === (await redis.runId());
    if (sound) return { epoch: row.epoch, sequence: Number(row.sequence), runId: row.redis_run_id };
    this.parts.metrics.opened(this.pool, false);
    const started = performance.now();
    const { clock } = this.parts.hand;
    const rebuilt = await this.parts.rebuilds(() => rebuildPool({ ...this.parts, clock }, this.pool));
    this.parts.metrics.rebuilt(this.pool);
    const seconds = Number(((performance.now() - started) / 1_000).toFixed(3));
    this.logger.log({ pool: this.pool, ...rebuilt, seconds }, 'The pool was rebuilt from PostgreSQL.');
    return rebuilt;
  }

  private async shut(epoch: number): Promise<void> {
    await this.parts.database.withTransaction((tx) =>
      tx.query(`UPDATE pools SET gate = 'shut' WHERE pool = $1 AND epoch = $2`, [this.pool, epoch]),
    );
  }

  private async bringChangesUntil(keys: PoolKeys, signal: AbortSignal): Promise<void> {
    const reconciler = new Reconciler(this.parts, this.rounds, keys, signal);
    const figures = new PoolFigures(this.parts, keys);
    const isTimeToLook = every(LOOK_EVERY_MS);
    while (!signal.aborted) {
      this.changed = false;
      try {
        while (!signal.aborted && (await bringChanges(this.parts, keys)) > 0);
        if (isTimeToLook()) await doWhatIsDue(this.parts, keys);
        for (const need of this.idleLines.splice(0)) await this.parts.hand.moveLine(keys, need);
        await figures.tellIfDue();
        reconciler.beginIfDue();
        if (!this.changed) await once(this.bell, 'changed', { signal });
      } catch (error) {
        if (signal.aborted) return;
        const passing = [EpochOverError, PoolRecovering, OutcomeUnknown].some((kind) => error instanceof kind);
        if (!passing) this.report(error);
        await pause(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    await reconciler.end();
  }
}
