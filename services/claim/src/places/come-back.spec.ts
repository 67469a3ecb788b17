import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { comeBackAfter } from './come-back.js';

const waits = fc.double({ min: 0, max: 1e7, noNaN: true });
const chances = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('who is sent away while decisions wait for their commit', () => {
  it('comes back after one second at the soonest, after the time of the oldest wait or half a minute at the latest', () => {
    fc.assert(
      fc.property(waits, chances, (waitMs, chance) => {
        const seconds = comeBackAfter(waitMs, chance);
        expect(Number.isInteger(seconds)).toBe(true);
        expect(seconds).toBeGreaterThanOrEqual(1);
        expect(seconds).toBeLessThanOrEqual(Math.min(30, Math.max(1, Math.ceil(waitMs / 1_000))));
      }),
    );
  });

  it('comes back in any second of that time, not all in the same', () => {
    const chosen = Array.from({ length: 100 }, (_, index) => comeBackAfter(4_200, index / 100));
    expect(new Set(chosen)).toEqual(new Set([1, 2, 3, 4, 5]));
  });
});
