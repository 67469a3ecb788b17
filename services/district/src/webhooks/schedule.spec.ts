import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { DELAYS, isReceiverDown, nextAttempt } from './schedule.js';

const start = Temporal.Instant.from('2026-05-04T00:00:00Z');

/** When a delivery that always fails is tried, in seconds after its first attempt. */
function attemptsOf(chance: () => number): number[] {
  const times: number[] = [];
  for (let now: Temporal.Instant | undefined = start; now;) {
    times.push(start.until(now).total('seconds'));
    now = nextAttempt({ attempts: times.length, firstAttemptAt: start, now, chance: chance() });
  }
  return times;
}

describe('a delivery that always fails', () => {
  it('is tried thirteen times without jitter, the last time after three and a half days', () => {
    const hours = attemptsOf(() => 0).map((seconds) => seconds / 3_600);
    expect(hours).toHaveLength(13);
    expect(hours.at(-1)).toBeCloseTo(82.71, 2);
  });

  it('is given up after three days at the earliest and four and a half at the latest, whatever the chance', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })), (chances) => {
        const times = attemptsOf(() => chances.next().value as number);
        expect(times.at(-1)).toBeGreaterThanOrEqual(72 * 3_600);
        expect(times.at(-1)).toBeLessThanOrEqual(4.5 * 24 * 3_600);
        for (const [index, time] of times.slice(1).entries()) {
          const waited = time - (times[index] ?? 0);
          expect(waited).toBeGreaterThanOrEqual((DELAYS[index] ?? 0) - 0.001);
          expect(waited).toBeLessThanOrEqual((DELAYS[index] ?? Infinity) * 1.25 + 0.001);
        }
      }),
    );
  });
});

describe('the receiver', () => {
  it.each([
    ['down when nothing ever got through', null, true],
    ['down when nothing got through since', start.subtract({ seconds: 1 }), true],
    ['up when something else got through', start.add({ hours: 1 }), false],
  ])('is %s', (_, last, down) => expect(isReceiverDown(start, last)).toBe(down));
});
