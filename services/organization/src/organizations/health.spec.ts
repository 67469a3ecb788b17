import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { healthOf, healthWeights, type Work } from './health.js';

const idle: Work = {
  ...{ activities: 0, minutes: 0, volunteers: 0, inKind: 0 },
  ...{ meanRating: 0, ratings: 0, milestonesDue: 0, milestonesInTime: 0 },
};

describe('how an organisation fares', () => {
  it.each<[string, Partial<Work>, number]>([
    ['nothing was done', {}, 0],
    ['all that counts was done', { activities: 6, minutes: 6_000, volunteers: 20, inKind: 5_000 }, 100],
    ['half of it was done', { activities: 3, minutes: 3_000, volunteers: 10, inKind: 2_500 }, 50],
    ['everybody was content, and else nothing was done', { ratings: 3, meanRating: 5 }, 22],
    ['milestones were missed', { milestonesDue: 2, milestonesInTime: 0, activities: 6 }, 31],
  ])('when %s', (_, work, score) => expect(healthOf({ ...idle, ...work }).score).toBe(score));

  it('adds up to a hundred', () => {
    expect(Object.values(healthWeights).reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
  });

  it('lies between nothing and a hundred, and more work never makes it less', () => {
    const amount = fc.nat(20_000);
    const work = fc
      .record({
        activities: amount,
        minutes: amount,
        volunteers: amount,
        inKind: amount,
        meanRating: fc.double({ min: 1, max: 5, noNaN: true }),
        ratings: fc.nat(5),
        milestonesDue: fc.nat(8),
        milestonesInTime: fc.nat(8),
      })
      .map((one) => ({ ...one, milestonesInTime: Math.min(one.milestonesInTime, one.milestonesDue) }));
    fc.assert(
      fc.property(work, fc.constantFrom('activities', 'minutes', 'volunteers', 'inKind'), (one, part) => {
        const { score } = healthOf(one);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(100);
        expect(healthOf({ ...one, [part]: one[part as 'activities'] + 1_000 }).score).toBeGreaterThanOrEqual(score);
      }),
    );
  });
});
