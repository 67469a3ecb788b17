import type { Temporal } from 'temporal-polyfill';

/** A time in the form of the specification (W3C date and time), whole seconds with the community's offset: 2026-11-25T10:00:00+08:00. */
export const inZone = (instant: Temporal.Instant, timeZone: string): string =>
  instant.toString({ timeZone, smallestUnit: 'second' });
