import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestPairing } from './pairing.js';

interface Small {
  /** By wish and person; nothing: may not. */
  readonly values: readonly (readonly (number | undefined)[])[];
  readonly capacities: readonly number[];
  readonly priorities: readonly number[];
}

const LESS = 3;
const FIRST = 10_000;

const pair = ({ values, capacities, priorities }: Small) =>
  bestPairing(
    values.map((row, at) => ({
      valueOf: (person) => row[person] ?? 0,
      may: (person) => row[person] !== undefined,
      priority: FIRST * (priorities[at] ?? 1),
    })),
    { capacities, lessFor: (_, taken) => LESS * taken * taken },
  );

/** What a pairing is worth; nothing for one that cannot be. */
function worth({ values, capacities, priorities }: Small, pairing: readonly (number | undefined)[]): number {
  const taken = new Map<number, number>();
  let sum = 0;
  for (const [wish, person] of pairing.entries()) {
    if (person === undefined) continue;
    const before = taken.get(person) ?? 0;
    taken.set(person, before + 1);
    const value = values[wish]?.[person];
    if (value === undefined || before >= (capacities[person] ?? 0)) return -Infinity;
    sum += FIRST * (priorities[wish] ?? 1) + value - LESS * before * before;
  }
  return sum;
}

/** The most that any pairing is worth, by trying all. */
function most(small: Small, pairing: (number | undefined)[] = []): number {
  if (pairing.length === small.values.length) return worth(small, pairing);
  const persons = [undefined, ...small.capacities.keys()];
  return Math.max(...persons.map((person) => most(small, [...pairing, person])));
}

const anySmall: fc.Arbitrary<Small> = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .chain(([wishes, persons]) =>
    fc.record({
      values: fc.array(
        fc.array(fc.option(fc.nat(100), { nil: undefined, freq: 4 }), { minLength: persons, maxLength: persons }),
        { minLength: wishes, maxLength: wishes },
      ),
      capacities: fc.array(fc.nat(3), { minLength: persons, maxLength: persons }),
      priorities: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: wishes, maxLength: wishes }),
    }),
  );

describe('the best pairing', () => {
  it('is worth as much as the best of all that there are', () => {
    fc.assert(
      fc.property(anySmall, (small) => {
        expect(worth(small, pair(small))).toBe(most(small));
      }),
      { numRuns: 500 },
    );
  });

  it('makes room: who could go elsewhere does, so that both are taken', () => {
    expect(
      pair({
        values: [
          [9, 5],
          [8, undefined],
        ],
        capacities: [1, 1],
        priorities: [1, 1],
      }),
    ).toEqual([1, 0]);
  });

  it('leaves out the less urgent where there is not enough for all', () => {
    expect(pair({ values: [[9], [1]], capacities: [1], priorities: [1, 2] })).toEqual([undefined, 0]);
  });

  it('spreads what one could take alone', () => {
    const values = [
      [50, 48],
      [50, 48],
    ];
    expect(pair({ values, capacities: [5, 5], priorities: [1, 1] }).sort()).toEqual([0, 1]);
  });

  it('of nothing is nothing', () => {
    expect(pair({ values: [], capacities: [], priorities: [] })).toEqual([]);
    expect(pair({ values: [[undefined]], capacities: [1], priorities: [1] })).toEqual([undefined]);
  });
});
