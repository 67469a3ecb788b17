import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { surpriseOf, upperTail } from './decide-surprise.js';

const anyMean = fc.double({ min: 0.001, max: 30, noNaN: true });
const anyShape = fc.double({ min: 0.05, max: 200, noNaN: true });

describe('the chance of so many or more', () => {
  it('is that of the geometric distribution where the shape is one', () => {
    fc.assert(
      fc.property(fc.nat(40), anyMean, (count, mean) => {
        expect(Math.log(upperTail(count, mean, 1))).toBeCloseTo(count * Math.log(mean / (mean + 1)), 6);
      }),
    );
  });

  it('comes to that of the Poisson distribution where the mean is beyond doubt', () => {
    const poisson = (count: number, mean: number): number => {
      let term = Math.exp(-mean);
      let below = 0;
      for (let k = 0; k < count; k++) {
        below += term;
        term *= mean / (k + 1);
      }
      return 1 - below;
    };
    for (const [count, mean] of [
      [1, 0.5],
      [4, 1.2],
      [9, 5],
    ] as const) {
      expect(upperTail(count, mean, 1e9)).toBeCloseTo(poisson(count, mean), 6);
    }
  });

  it('adds up to the mean over all counts', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 5, noNaN: true }),
        fc.double({ min: 0.5, max: 50, noNaN: true }),
        (mean, shape) => {
          let sum = 0;
          for (let count = 1; count <= 2_000; count++) sum += upperTail(count, mean, shape);
          expect(sum).toBeCloseTo(mean, 4);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is more surprising the more are heard, and less the more are usual', () => {
    fc.assert(
      fc.property(fc.nat(60), anyMean, anyShape, (count, mean, shape) => {
        const surprise = surpriseOf(count, mean, shape);
        expect(surpriseOf(count + 1, mean, shape)).toBeGreaterThanOrEqual(surprise);
        expect(surpriseOf(count, mean * 1.5, shape)).toBeLessThanOrEqual(surprise + 1e-9);
      }),
    );
  });

  it('is told for tails far below what a difference from one could show', () => {
    expect(surpriseOf(30, 0.1, 0.5)).toBeGreaterThan(20);
  });

  it('comes to an end and is a number however many are heard where next to nothing is usual', () => {
    for (const shape of [0.05, 1, 100]) {
      for (const mean of [0, 1e-9, 0.001, 0.1, 9]) {
        for (const count of [10, 50, 200, 1_000, 5_000]) {
          const surprise = surpriseOf(count, mean, shape);
          expect(surprise).toBeGreaterThan(0);
          expect(surprise).toBeLessThanOrEqual(300);
        }
      }
    }
  });

  it('is no surprise where nothing or less than usual is heard', () => {
    expect(surpriseOf(0, 0.5, 1)).toBe(0);
    expect(surpriseOf(3, 3.5, 1)).toBe(0);
  });
});
