import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rank, reasonPoints, type Offered, type Wanted } from './matching.js';
import { offerKinds, targetKinds } from './partner.entity.js';

const offer = (fields: Partial<Offered> = {}): Offered => ({
  ...{ id: 'o-1', kind: 'goods', left: 5, fromOn: '2027-01-01', untilOn: '2027-12-31', meantFor: [], skills: [] },
  ...fields,
});
const wanted = (fields: Partial<Wanted> = {}): Wanted => ({
  ...{ kind: 'need', category: 'SG', skills: [], fromOn: '2027-03-01', untilOn: '2027-03-01' },
  ...fields,
});

describe('the offers for something', () => {
  it('come with the reasons, what was meant for it first', () => {
    const [plain, meant] = [offer(), offer({ id: 'o-2', meantFor: ['SG'] })];
    expect(rank([plain, meant], wanted({ amount: 5 }))).toEqual([
      { offerId: 'o-2', points: 80, reasons: ['meant-for', 'suits-kind', 'whole-period', 'enough'] },
      { offerId: 'o-1', points: 40, reasons: ['suits-kind', 'whole-period', 'enough'] },
    ]);
  });

  it.each<[string, Partial<Offered>]>([
    ['of which nothing is left', { left: 0 }],
    ['that is over', { untilOn: '2027-02-28' }],
    ['that begins later', { fromOn: '2027-03-02' }],
    ['meant for something else', { meantFor: ['LC'] }],
    ['that would be of no use', { kind: 'job' }],
  ])('are not one %s', (_, fields) => expect(rank([offer(fields)], wanted())).toEqual([]));

  it('that end sooner come before their equals', () => {
    const [later, soon] = [offer({ id: 'a' }), offer({ id: 'b', untilOn: '2027-11-30' })];
    expect(rank([later, soon], wanted()).map(({ offerId }) => offerId)).toEqual(['b', 'a']);
  });
});

describe('ranking', () => {
  const date = fc.integer({ min: 1, max: 28 }).map((number) => `2027-03-${String(number).padStart(2, '0')}`);
  const codes = fc.uniqueArray(fc.constantFrom('SG', 'LC', 'room', 'classes'), { maxLength: 3 });
  const skills = fc.uniqueArray(fc.constantFrom('teaching', 'driving', 'cooking'), { maxLength: 2 });
  const offers = fc.uniqueArray(
    fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom(...offerKinds),
      left: fc.nat(10),
      fromOn: date,
      untilOn: date,
      meantFor: codes,
      skills,
    }),
    { selector: ({ id }) => id, maxLength: 20 },
  );
  const wish = fc.record({
    ...{ kind: fc.constantFrom(...targetKinds), category: fc.constantFrom('SG', 'LC', 'room', 'classes'), skills },
    ...{ fromOn: date, untilOn: date, amount: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined }) },
  });

  it('is the same whatever the order, descending, with reasons that add up', () => {
    fc.assert(
      fc.property(offers, wish, fc.nat(), (all, one, turn) => {
        const ranked = rank(all, one);
        const at = all.length === 0 ? 0 : turn % all.length;
        expect(rank([...all.slice(at), ...all.slice(0, at)], one)).toEqual(ranked);
        for (const [index, { points, reasons }] of ranked.entries()) {
          expect(points).toBe(reasons.reduce((sum, reason) => sum + reasonPoints[reason], 0));
          expect(points).toBeLessThanOrEqual(ranked[index - 1]?.points ?? Infinity);
        }
      }),
    );
  });

  it('never proposes what cannot be given, and more left never ranks lower', () => {
    fc.assert(
      fc.property(offers, wish, (all, one) => {
        const ranked = rank(all, one);
        for (const { offerId, points } of ranked) {
          const found = all.find(({ id }) => id === offerId);
          if (!found) throw new Error('An offer that nobody made.');
          expect(found.left).toBeGreaterThan(0);
          expect(found.fromOn <= one.untilOn && one.fromOn <= found.untilOn).toBe(true);
          expect(found.meantFor.length === 0 || found.meantFor.includes(one.category)).toBe(true);
          const [more] = rank([{ ...found, left: found.left + 100 }], one);
          expect(more?.points).toBeGreaterThanOrEqual(points);
        }
      }),
    );
  });
});
