import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Database, Listener } from '@huying/database';
import { OutcomeUnknown, PoolRecovering } from './watermark-errors.js';

/** The channel on which a committed watermark is told, by the transaction that commits it. */
export const COMMITTED = 'claim_committed';

/** How long somebody waits for the commit of a decision before the answer is "unknown, ask again". */
const PATIENCE_MS = 5_000;

interface Waiter {
  readonly epoch: number;
  readonly sequence: number;
  readonly since: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

interface PoolMark {
  epoch: number;
  sequence: number;
  /** In the order of their sequences, which is that of asking but for a few. */
  readonly waiters: Set<Waiter>;
  /** The oldest decision whose client was told "unknown": as long as it is not committed, the journal lags. */
  overdue: Waiter | undefined;
}

/**
 * What is known of a decision whose epoch is over. The next epoch begins where the last commit of this one ended, so that a number beyond
 * all that is committed now was not committed then; one below may have been, and only the same key tells.
 */
function lostOf(sequence: number, committed: number): PoolRecovering | OutcomeUnknown {
  return sequence > committed ? new PoolRecovering() : new OutcomeUnknown();
}

/**
 * Up to where each pool's decisions are committed, and who waits for that. Every process hears it from PostgreSQL's own
 * notification, which is sent if and only if the transaction commits; the journaling process a moment sooner.
 */
@Injectable()
export class Watermarks implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('watermarks');
  private readonly marks = new Map<string, PoolMark>();
  private readonly listener: Listener;
  private readonly sweeper = setInterval(() => this.sweep(), 250).unref();

  constructor(private readonly database: Database) {
    this.listener = new Listener(database.dataSource, [COMMITTED], {
      notify: (_, payload) => {
        const [pool = '', epoch, sequence] = payload.split('|');
        this.advance(pool, Number(epoch), Number(sequence));
      },
      connected: () => this.catchUp(),
    });
  }

  onModuleInit(): void {
    this.listener.start();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.sweeper);
    await this.listener.stop();
  }

  /** The epoch and sequence up to which a pool is committed, as far as this process has heard. */
  of(pool: string): { epoch: number; sequence: number } | undefined {
    return this.marks.get(pool);
  }

  /** For how long the oldest decision of a pool has waited for its commit. */
  oldestWaitMs(pool: string): number {
    const { waiters = [], overdue } = this.marks.get(pool) ?? {};
    const [first] = waiters;
    const oldest = overdue ?? first;
    return oldest ? Date.now() - oldest.since : 0;
  }

  /** How many decisions of a pool wait. */
  waiting(pool: string): number {
    return this.marks.get(pool)?.waiters.size ?? 0;
  }

  /**
   * Resolves once that number of that epoch is committed in PostgreSQL.
   * @throws PoolRecovering if the epoch ended before it was: nothing was decided; OutcomeUnknown after five seconds, or if the epoch
   * ended and it may have been committed before
   */
  committed(pool: string, epoch: number, sequence: number): Promise<void> {
    const mark = this.markOf(pool);
    if (mark.epoch === epoch && mark.sequence >= sequence) return Promise.resolve();
    if (mark.epoch > epoch) return Promise.reject(lostOf(sequence, mark.sequence));
    return new Promise((resolve, reject) => mark.waiters.add({ epoch, sequence, since: Date.now(), resolve, reject }));
  }

  /** Says that a pool is committed up to there. What is older than what is known is ignored. */
  advance(pool: string, epoch: number, sequence: number): void {
    const mark = this.markOf(pool);
    if (epoch < mark.epoch || (epoch === mark.epoch && sequence <= mark.sequence)) return;
    for (const waiter of mark.waiters) {
      if (waiter.epoch === epoch && waiter.sequence <= sequence) {
        mark.waiters.delete(waiter);
        waiter.resolve();
      } else if (waiter.epoch < epoch) {
        mark.waiters.delete(waiter);
        waiter.reject(lostOf(waiter.sequence, sequence));
      }
    }
    mark.epoch = epoch;
    mark.sequence = sequence;
    const { overdue } = mark;
    if (overdue && (overdue.epoch < epoch || overdue.sequence <= sequence)) mark.overdue = undefined;
  }

  private markOf(pool: string): PoolMark {
    let mark = this.marks.get(pool);
    if (!mark) this.marks.set(pool, (mark = { epoch: 0, sequence: -1, waiters: new Set(), overdue: undefined }));
    return mark;
  }

  /** What was told while nobody listened is read instead. */
  private async catchUp(): Promise<void> {
    const pools = await this.database.read.query<{ pool: string; epoch: number; sequence: string }[]>(
      `SELECT pool, epoch, sequence FROM pools`,
    );
    for (const { pool, epoch, sequence } of pools) this.advance(pool, epoch, Number(sequence));
  }

  private sweep(): void {
    const tooLong = Date.now() - PATIENCE_MS;
    for (const [pool, mark] of this.marks) {
      for (const waiter of mark.waiters) {
        if (waiter.since > tooLong) break;
        mark.waiters.delete(waiter);
        mark.overdue ??= waiter;
        this.logger.warn({ pool, sequence: waiter.sequence }, 'A decision was not committed in time.');
        waiter.reject(new OutcomeUnknown());
      }
    }
  }
}
