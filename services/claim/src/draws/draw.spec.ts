import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentOf, draw, faultsOf, lotsFor, MOST_LOTS, type DrawResult } from './draw.js';

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes).toString('hex'));

const drawn = (seed: string, lots: readonly number[]): DrawResult => {
  const applicants = lots.map((count, index) => ({ claim: `claim-${String(index).padStart(4, '0')}`, lots: count }));
  return { seed, commitment: commitmentOf(seed), applicants, order: draw(seed, applicants) };
};

const draws = fc
  .tuple(seeds, fc.array(fc.integer({ min: 1, max: MOST_LOTS }), { minLength: 2, maxLength: 30 }))
  .map(([seed, lots]) => drawn(seed, lots));

describe('a draw', () => {
  it('puts every applicant into one position and can be done again', () => {
    fc.assert(
      fc.property(draws, (result) => {
        expect([...result.order].sort((a, b) => a - b)).toEqual(result.applicants.map((_, index) => index));
        expect(faultsOf(result)).toEqual([]);
      }),
    );
  });

  it('gives who had fewer places more lots, and everybody at least one', () => {
    expect([0, 1, 2, 3, 4, 5, 100].map(lotsFor)).toEqual([16, 8, 4, 2, 1, 1, 1]);
  });

  it('puts somebody with sixteen lots before somebody with one in about sixteen of seventeen draws', () => {
    const first = Array.from({ length: 2_000 }, (_, n) => drawn(`seed-${n}`, [16, 1]).order[0]);
    const share = first.filter((index) => index === 0).length / first.length;
    expect(share).toBeGreaterThan(16 / 17 - 0.03);
    expect(share).toBeLessThan(16 / 17 + 0.03);
  });

  it('depends on everybody who applied: one more changes the lots of all', () => {
    const orders = Array.from({ length: 50 }, (_, n) => {
      const few = drawn(
        `seed-${n}`,
        Array.from({ length: 8 }, () => 4),
      );
      const more = drawn(
        `seed-${n}`,
        Array.from({ length: 9 }, () => 4),
      );
      return JSON.stringify(few.order) === JSON.stringify(more.order.filter((index) => index !== 8));
    });
    expect(orders).toContain(false);
  });
});

describe('a draw that was tampered with', () => {
  const tampers: [string, (result: DrawResult) => DrawResult][] = [
    ['another seed', (r) => ({ ...r, seed: `${r.seed.slice(1)}${r.seed[0] === '0' ? '1' : '0'}` })],
    ['another commitment', (r) => ({ ...r, commitment: commitmentOf(`${r.seed}0`) })],
    ['two who changed places', (r) => ({ ...r, order: [r.order[1] ?? 0, r.order[0] ?? 0, ...r.order.slice(2)] })],
    ['a winner named twice', (r) => ({ ...r, order: [r.order[0] ?? 0, r.order[0] ?? 0, ...r.order.slice(2)] })],
    ['somebody left out of the order', (r) => ({ ...r, order: r.order.slice(1) })],
    ['the last applicant left out', (r) => ({ ...r, applicants: r.applicants.slice(0, -1) })],
    ['applicants in another order', (r) => ({ ...r, applicants: [...r.applicants].reverse() })],
    ['an applicant named twice', (r) => ({ ...r, applicants: [...r.applicants, ...r.applicants.slice(-1)] })],
    ['no lots', (r) => ({ ...r, applicants: r.applicants.map((one) => ({ ...one, lots: 0 })) })],
    ['half a lot', (r) => ({ ...r, applicants: r.applicants.map((one) => ({ ...one, lots: 0.5 })) })],
    ['more lots than anybody has', (r) => ({ ...r, applicants: r.applicants.map((one) => ({ ...one, lots: 17 })) })],
  ];

  it.each(tampers)('by %s is found out, whatever was drawn', (_, tamper) => {
    fc.assert(fc.property(draws, (result) => expect(faultsOf(tamper(result))).not.toEqual([])));
  });

  it('by giving somebody the lots that make them first is found out', () => {
    const result = drawn('00'.repeat(32), [1, 1, 1, 1, 1, 1, 1, 1]);
    const last = result.order.at(-1) ?? 0;
    const applicants = result.applicants.map((one, index) => (index === last ? { ...one, lots: MOST_LOTS } : one));
    expect(draw(result.seed, applicants)).not.toEqual(result.order);
    expect(faultsOf({ ...result, applicants })).toEqual(['Drawing again gives another order.']);
  });
});
