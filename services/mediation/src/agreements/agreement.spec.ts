import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { confirmationUntil } from './agreement.js';

describe('the thirty days in which the court can be asked', () => {
  it.each([
    ['from the day after the effect', '2026-11-02T10:00:00+08:00', '2026-12-02'],
    ['by the day of the community’s zone', '2026-11-02T16:30:00Z', '2026-12-03'],
    ['over a Saturday to the Monday', '2026-11-05T23:59:59+08:00', '2026-12-07'],
    ['over the National Day’s week to the first day of work', '2026-09-01T10:00:00+08:00', '2026-10-08'],
    ['to a Saturday on which people work in lieu', '2026-09-10T10:00:00+08:00', '2026-10-10'],
  ])('run %s', (_, effect, lastDay) => {
    const until = confirmationUntil(Temporal.Instant.from(effect), 'Asia/Shanghai');
    expect(until.toZonedDateTimeISO('Asia/Shanghai').toString()).toBe(`${lastDay}T23:59:59.999+08:00[Asia/Shanghai]`);
  });
});
