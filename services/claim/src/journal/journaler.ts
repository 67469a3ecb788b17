import { Logger } from '@nestjs/common';
import type { Database } from '@huying/database';
import { spanIn } from '@huying/events';
import { exemplarOf } from '@huying/observability';
import type { Redis } from 'ioredis';
import { RedisReplacedError, RedisUnavailableError, type ClaimRedis } from '../pools/claim-redis.js';
import type { PoolKeys } from '../pools/pool-keys.js';
import { commitBatch, FencedError } from './commit-batch.js';
import type { ClaimMetrics } from '../claim-metrics.js';
import type { NeedConfig } from '../rules/need-config.js';
import { readLogEntry, type LogEntry, type StreamEntry } from './log-entry.js';
import { isForWhatEntriesSay } from './refused-entries.js';
import type { Watermarks } from './watermarks.js';

/** Redis has lost part of the log, or holds what PostgreSQL refuses or nobody can read: the pool must be rebuilt. */
export class PoolDivergedError extends Error {
  readonly code = 'pool-diverged';
}

const BATCH = 1_000;
const BLOCK_MS = 250;
/** Entries that stay in the log behind the watermark, for whoever looks into a pool. */
const KEEP_BEHIND = 10_000;

/**
 * A full portion may end in the midst of a script's entries, and half of an operation must not be committed: the rest could be
 * lost with Redis before the next portion. The last operation, which may go on, waits for it.
 */
function wholeOperations(entries: LogEntry[]): LogEntry[] {
  if (entries.length < BATCH) return entries;
  const last = entries.findLastIndex(({ operation }) => operation !== null);
  return last > 0 ? entries.slice(0, last) : entries;
}

/** What a journaler needs. */
export interface JournalerParts {
  readonly database: Database;
  readonly redis: ClaimRedis;
  readonly watermarks: Watermarks;
  readonly metrics: ClaimMetrics;
}

/**
 * Reads one pool's log in order from the watermark that PostgreSQL holds and commits it in batches. Whoever runs it
 * holds the pool's advisory lock; should two run all the same, the watermark lets one of them commit.
 */
export class Journaler {
  private readonly logger = new Logger('journaler');
  /** What decisions read of needs that claims were journaled for lately. */
  private readonly configs = new Map<string, NeedConfig>();
  private trimmedAt = 0;

  constructor(
    private readonly parts: JournalerParts,
    private readonly keys: PoolKeys,
    private watermark: number,
  ) {}

  private get pool(): string {
    return this.keys.pool;
  }

  private get epoch(): number {
    return this.keys.epoch;
  }

  /**
   * Journals until `signal` aborts.
   * @throws PoolDivergedError when the pool must be rebuilt, FencedError when somebody else journals it,
   * RedisUnavailableError or DatabaseUnavailableError when it must be begun again
   */
  async run(signal: AbortSignal): Promise<void> {
    const reader = this.parts.redis.connect();
    const stop = () => reader.disconnect();
    signal.addEventListener('abort', stop, { once: true });
    try {
      while (!signal.aborted) {
        const entries = await this.read(reader);
        if (entries.length > 0) await this.commit(entries);
        else await this.ensureLoaded();
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
      reader.disconnect();
    }
  }

  /** The next entries after the watermark; waits a moment if there are none. */
  private async read(reader: Redis): Promise<LogEntry[]> {
    const from = `${this.epoch}-${this.watermark}`;
    const reply = await reader
      .xread('COUNT', BATCH, 'BLOCK', BLOCK_MS, 'STREAMS', this.keys.log, from)
      .catch((cause: unknown) => Promise.reject(new RedisUnavailableError(cause)));
    await this.parts.redis.ensureSame(this.keys, reader).catch((cause: unknown) => {
      if (!(cause instanceof RedisReplacedError)) throw cause;
      throw new PoolDivergedError('Another Redis has taken the place of the one that the pool was loaded into.', {
        cause,
      });
    });
    const [[, entries] = ['', []]] = (reply ?? []) as [string, StreamEntry[]][];
    return wholeOperations(entries.map((entry) => this.readEntry(entry)));
  }

  /** What no script of ours has written is never committed, and would stand before all that was decided since. */
  private readEntry(entry: StreamEntry): LogEntry {
    try {
      return readLogEntry(entry);
    } catch (cause) {
      throw new PoolDivergedError(`The entry ${entry[0]} of the log of ${this.pool} cannot be read.`, { cause });
    }
  }

  private async commit(entries: LogEntry[]): Promise<void> {
    this.ensureUnbroken(entries);
    const started = performance.now();
    try {
      await this.parts.database.withTransaction((tx) =>
        commitBatch(tx, this.pool, this.epoch, this.watermark, entries, this.configs),
      );
    } catch (error) {
      this.configs.clear();
      if (isForWhatEntriesSay(error)) {
        throw new PoolDivergedError('PostgreSQL refused what Redis had decided.', { cause: error });
      }
      throw error;
    }
    this.watermark = entries.at(-1)?.sequence ?? this.watermark;
    this.parts.watermarks.advance(this.pool, this.epoch, this.watermark);
    // A batch serves many: one of them that somebody traced leads to what was slow.
    const trace = entries.find((entry) => entry.trace !== '')?.trace ?? '';
    const seconds = (performance.now() - started) / 1_000;
    this.parts.metrics.committed(this.pool, entries.length, seconds, exemplarOf(spanIn(trace)));
    await this.trim();
  }

  /** Numbers follow each other without a gap; a gap means that Redis has lost entries. @throws PoolDivergedError */
  private ensureUnbroken(entries: readonly LogEntry[]): void {
    let expected = this.watermark;
    for (const { epoch, sequence } of entries) {
      expected += 1;
      if (epoch !== this.epoch) throw new FencedError(this.pool);
      if (sequence !== expected) {
        throw new PoolDivergedError(`The log of ${this.pool} goes from ${expected - 1} to ${sequence}.`);
      }
    }
  }

  /** With nothing to read: is the pool still there, and where we left it? @throws PoolDivergedError */
  private async ensureLoaded(): Promise<void> {
    const sequence = await this.parts.redis.guarded((client) => client.get(this.keys.sequence));
    if (sequence === null || Number(sequence) < this.watermark) {
      throw new PoolDivergedError(`Redis has lost the state of ${this.pool}.`);
    }
  }

  private async trim(): Promise<void> {
    if (this.watermark - this.trimmedAt < KEEP_BEHIND) return;
    this.trimmedAt = this.watermark;
    const oldest = `${this.epoch}-${Math.max(0, this.watermark - KEEP_BEHIND)}`;
    await this.parts.redis
      .guarded((client) => client.xtrim(this.keys.log, 'MINID', '~', oldest))
      .catch((error: unknown) => this.logger.warn({ err: error }, 'The log could not be trimmed; next time.'));
  }
}
