import { Temporal } from 'temporal-polyfill';

/** Whether a moment comes before another; at the same time it does not. */
export const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;

/** The later of two moments. */
export const later = (a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant => (isBefore(a, b) ? b : a);

/** The day on which a moment falls in a zone. */
export const dayOf = (at: Temporal.Instant, zone: string): Temporal.PlainDate =>
  at.toZonedDateTimeISO(zone).toPlainDate();
