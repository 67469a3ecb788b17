import { Clock } from '@huying/http';
import { Temporal } from 'temporal-polyfill';

/** A clock that a test sets. Without being set it tells the real time. */
export class TestClock extends Clock {
  private fixed: Temporal.Instant | undefined;

  override now(): Temporal.Instant {
    return this.fixed ?? super.now();
  }

  set(time: Temporal.Instant | string): void {
    this.fixed = Temporal.Instant.from(time);
  }

  advance(duration: Temporal.DurationLike): void {
    this.fixed = this.now().add(duration);
  }

  /** Tells the real time again. */
  release(): void {
    this.fixed = undefined;
  }
}
