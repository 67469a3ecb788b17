import { Temporal } from 'temporal-polyfill';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Seconds from a failed attempt to the next one: the first to the second, the second to the third … The last one goes on. */
export const DELAYS: readonly number[] = [
  ...[5, 30, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE],
  ...[1, 3, 6, 12, 12, 24].map((hours) => hours * HOUR),
];

/** Each delay is longer by up to this share, so that receivers that were down together are not asked together. */
export const JITTER = 0.25;

/** An attempt that fails so long after the first one was the last. */
export const GIVE_UP_AFTER_HOURS = 72;

/** A delivery that has failed once more. */
export interface Failing {
  /** The failed one is counted. */
  readonly attempts: number;
  readonly firstAttemptAt: Temporal.Instant;
  readonly now: Temporal.Instant;
  /** From 0 up to 1. */
  readonly chance: number;
}

/** When it is tried again; undefined: never. */
export function nextAttempt({ attempts, firstAttemptAt, now, chance }: Failing): Temporal.Instant | undefined {
  const until = firstAttemptAt.add({ hours: GIVE_UP_AFTER_HOURS });
  if (Temporal.Instant.compare(now, until) >= 0) return undefined;
  const seconds = DELAYS[Math.min(attempts, DELAYS.length) - 1] ?? 0;
  return now.add({ milliseconds: Math.round(seconds * 1_000 * (1 + chance * JITTER)) });
}

/**
 * Of a delivery that is never tried again: whether the receiver is to blame or the event. If nothing at all got through
 * since its first attempt the webhook is disabled, and keeps the delivery.
 */
export function isReceiverDown(firstAttemptAt: Temporal.Instant, lastDeliveredAt: Temporal.Instant | null): boolean {
  return lastDeliveredAt === null || Temporal.Instant.compare(lastDeliveredAt, firstAttemptAt) < 0;
}
