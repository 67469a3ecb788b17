import { losesRedis } from '../faults/faults.js';
import type { Attempt } from '../history.types.js';
import type { Recorder } from '../rush/recorder.js';

/** How long before a fault of Redis a decision may have been made that was not committed yet when it struck. */
const UNCOMMITTED_MS = 6_000;

/**
 * A refusal may be stale while a pool recovers: Redis refused by a state that was then lost, or had been lost. That is so
 * only in an epoch that a fault of Redis has ended, and only around that fault.
 */
export class Excuses {
  private readonly faults: readonly number[];

  constructor(private readonly recorder: Pick<Recorder, 'blows' | 'epochBegan'>) {
    this.faults = recorder.blows.filter(({ kind }) => losesRedis(kind)).map(({ at }) => at);
  }

  isExcused({ pool, mark, status, answered }: Attempt): boolean {
    if (!mark || status < 400 || status >= 500) return false;
    const next = this.recorder.epochBegan(pool, mark.epoch + 1);
    if (next === Infinity) return false;
    return this.faults.some((at) => at - UNCOMMITTED_MS <= answered && at <= next);
  }
}
