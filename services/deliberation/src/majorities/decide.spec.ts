import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide } from './decide.js';
import { rules, type RuleName } from './rules.js';

const home = fc.record({ area: fc.integer({ min: 1, max: 30_000 }), vote: fc.constantFrom('yes', 'no', 'none') });
const homes = fc.array(home, { minLength: 1, maxLength: 40 });
type Home = { area: number; vote: string };

/** The same law by another way: every voter and every hundredth of a square metre is held against as many of the whole. */
function byTheBook(name: RuleName, all: readonly Home[]): string {
  const took = all.filter(({ vote }) => vote !== 'none');
  const agree = took.filter(({ vote }) => vote === 'yes');
  const area = (some: readonly Home[]) => some.reduce((sum, one) => sum + one.area, 0);
  const sizes = (some: readonly Home[]) => [some.length, area(some)];
  const [present, every, yes] = [sizes(took), sizes(all), sizes(agree)];
  const both = (test: (index: number) => boolean) => test(0) && test(1);
  if (name === 'residents-meeting') {
    if (!(took.length > all.length - took.length)) return 'no-quorum';
    return agree.length > took.length - agree.length ? 'passed' : 'failed';
  }
  // At least two thirds take part: those away are at most half of those here.
  if (!both((i) => 2 * ((every[i] ?? 0) - (present[i] ?? 0)) <= (present[i] ?? 0))) return 'no-quorum';
  const against = (i: number) => (present[i] ?? 0) - (yes[i] ?? 0);
  if (name === 'owners-ordinary') return both((i) => (yes[i] ?? 0) > against(i)) ? 'passed' : 'failed';
  return both((i) => (yes[i] ?? 0) >= 3 * against(i)) ? 'passed' : 'failed';
}

const weigh = (some: readonly Home[]) => ({
  voters: BigInt(some.length),
  area: some.reduce((sum, one) => sum + BigInt(one.area), 0n),
});
const decided = (name: RuleName, all: readonly Home[]) =>
  decide(rules[name], weigh(all), {
    took: weigh(all.filter(({ vote }) => vote !== 'none')),
    agreed: weigh(all.filter(({ vote }) => vote === 'yes')),
  }).outcome;

/** So many of each, every home alike. */
const alike = (yes: number, no: number, none: number): Home[] =>
  Object.entries({ yes, no, none }).flatMap(([vote, count]) =>
    Array.from({ length: count }, () => ({ area: 9_000, vote })),
  );

describe('a rule of law', () => {
  it.each(['residents-meeting', 'owners-ordinary', 'owners-qualified'] as const)(
    '%s decides as the book says',
    (name) => {
      fc.assert(fc.property(homes, (all) => expect(decided(name, all)).toBe(byTheBook(name, all))));
    },
  );

  it.each<[string, RuleName, Home[], string]>([
    ['half present', 'residents-meeting', alike(5, 0, 5), 'no-quorum'],
    ['one more than half present', 'residents-meeting', alike(6, 0, 5), 'passed'],
    ['half of those present', 'residents-meeting', alike(5, 5, 0), 'failed'],
    ['two thirds take part', 'owners-ordinary', alike(2, 0, 1), 'passed'],
    ['one less than two thirds', 'owners-ordinary', alike(5, 0, 3), 'no-quorum'],
    ['half of those taking part', 'owners-ordinary', alike(4, 4, 0), 'failed'],
    ['three quarters of those taking part', 'owners-qualified', alike(6, 2, 4), 'passed'],
    ['one less than three quarters', 'owners-qualified', alike(5, 2, 0), 'failed'],
  ])('holds its boundary: %s', (_, name, all, outcome) => expect(decided(name, all)).toBe(outcome));

  it('fails by area though the number is reached', () => {
    const all = [...alike(3, 0, 0), { area: 20_000, vote: 'no' }];
    expect(decided('owners-qualified', all)).toBe('failed');
  });

  it('says what it compared', () => {
    const { tests, source } = decide(
      rules['owners-ordinary'],
      { voters: 3n, area: 300n },
      {
        took: { voters: 2n, area: 150n },
        agreed: { voters: 2n, area: 150n },
      },
    );
    expect(source).toContain('第二百七十八条');
    expect(tests.map(({ of, by, have, outOf, met }) => [of, by, have, outOf, met])).toEqual([
      ['quorum', 'voters', 2n, 3n, true],
      ['quorum', 'area', 150n, 300n, false],
      ['agreement', 'voters', 2n, 2n, true],
      ['agreement', 'area', 150n, 150n, true],
    ]);
  });

  it('of wishes only counts, once an agreed quorum is there', () => {
    const half = { numerator: 1n, denominator: 2n, over: false };
    const count = (voters: bigint) =>
      decide(
        rules['simple-count'],
        { voters: 4n, area: 0n },
        { took: { voters, area: 0n }, agreed: { voters, area: 0n } },
        half,
      );
    expect([count(1n).outcome, count(2n).outcome]).toEqual(['no-quorum', 'counted']);
  });

  it('refuses numbers that cannot be', () => {
    const some = (voters: bigint) => ({ voters, area: 0n });
    expect(() => decide(rules['residents-meeting'], some(2n), { took: some(3n), agreed: some(1n) })).toThrow(
      RangeError,
    );
    expect(() => decide(rules['residents-meeting'], some(9n), { took: some(3n), agreed: some(4n) })).toThrow(
      RangeError,
    );
  });
});
