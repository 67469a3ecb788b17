import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { offices } from './appointment.entity.js';
import { nextOffice, pointsOf, rank, type Deeds } from './candidates.js';

const counts = fc.nat(50);
const deeds: fc.Arbitrary<Deeds> = fc.record({
  personId: fc.uuid(),
  findings: counts,
  rechecks: counts,
  rounds: counts,
  serviceMinutes: fc.nat(100_000),
  held: fc.subarray([...offices]),
});
const nobody: Deeds = { personId: 'p-1', findings: 0, rechecks: 0, rounds: 0, serviceMinutes: 0, held: [] };

describe('whom to ask for an office', () => {
  it.each<[string, Partial<Deeds>, number]>([
    ['nothing', {}, 0],
    ['a finding that was one', { findings: 1 }, 3],
    ['a look at the finding of another', { rechecks: 1 }, 2],
    ['a word in a talk', { rounds: 1 }, 1],
    ['not quite four hours of service', { serviceMinutes: 239 }, 0],
    ['eight hours of service', { serviceMinutes: 480 }, 2],
  ])('is said by points: for %s', (_, done, points) => {
    expect(pointsOf({ ...nobody, ...done })).toBe(points);
  });

  it('is ordered by them, whoever comes first in the list, and nobody without any is in it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(deeds, { selector: ({ personId }) => personId }), (people) => {
        const ranked = rank(people);
        expect(rank([...people].reverse())).toEqual(ranked);
        expect(ranked).toHaveLength(people.filter((one) => pointsOf(one) > 0).length);
        for (const [index, { points }] of ranked.entries()) {
          expect(points).toBeLessThanOrEqual(ranked[index - 1]?.points ?? Infinity);
        }
      }),
    );
  });

  it('leads on from the furthest that somebody has come to', () => {
    expect(nextOffice([])).toBe('grid-worker');
    expect(nextOffice(['grid-worker'])).toBe('stairwell-steward');
    expect(nextOffice(['stairwell-steward'])).toBe('micro-grid-leader');
    expect(nextOffice(['micro-grid-leader', 'grid-worker'])).toBeNull();
  });
});
