import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { separation, type Position } from './separates.js';

const positions = (...made: [side: number, amountFen: number | null][]): Position[] =>
  made.map(([side, amountFen]) => ({ side, amountFen }));

describe('what separates the sides', () => {
  it('is the gap between their latest numbers, and how far each has come', () => {
    const told = separation(positions([1, 3_000_000], [2, 1_000_000], [1, 2_400_000], [2, 1_100_000]));
    expect(told).toEqual({
      positions: [
        { side: 1, first: 3_000_000, latest: 2_400_000, moved: 600_000 },
        { side: 2, first: 1_000_000, latest: 1_100_000, moved: 100_000 },
      ],
      gapFen: 1_300_000,
      stillOpen: 0.65,
      holdsOut: 2,
    });
  });

  it.each<[string, Position[], number]>([
    ['nobody has named a number', positions([1, null], [2, null]), 0],
    ['only one has', positions([1, 5], [2, null]), 0],
    ['both moved as far', positions([1, 10], [2, 0], [1, 8], [2, 2]), 0],
    ['they have met', positions([1, 10], [2, 0], [1, 5], [2, 5]), 0],
    ['neither has moved', positions([1, 10], [2, 0]), 0],
    ['one went the other way', positions([1, 10], [2, 4], [1, 12], [2, 4]), 1],
  ])('names nobody who holds out, or the right one, when %s', (_, made, holdsOut) => {
    expect(separation(made).holdsOut).toBe(holdsOut);
  });

  it('names a side only if it moved less than every other, whatever was put forward', () => {
    const position = fc.record({ side: fc.integer({ min: 1, max: 3 }), amountFen: fc.option(fc.nat(1_000)) });
    fc.assert(
      fc.property(fc.array(position, { maxLength: 20 }), (made) => {
        const { positions: told, holdsOut, gapFen } = separation(made);
        if (holdsOut === 0) return;
        const own = told.find(({ side }) => side === holdsOut);
        expect(gapFen).toBeGreaterThan(0);
        expect(told.filter((one) => one !== own).every(({ moved }) => moved > (own?.moved ?? 0))).toBe(true);
      }),
    );
  });
});
