import { Clock } from './clock.js';
import type { Temporal } from 'temporal-polyfill';

/** The real time, moved ahead as often as a story says "two hours later". It never goes back. */
export class StoryClock extends Clock {
  private aheadMs = 0;

  override now(): Temporal.Instant {
    return super.now().add({ milliseconds: this.aheadMs });
  }

  /** @throws RangeError for a step back */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError('A story does not go back in time.');
    this.aheadMs += milliseconds;
  }
}
