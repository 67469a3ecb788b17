import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { opinionOf, SMALLEST_GROUP, type CastVote, type Opinion } from './opinion.js';
import { silhouetteOf } from './silhouette.js';
import type { Stance } from './statement.entity.js';

const other: Readonly<Record<Stance, Stance>> = { agree: 'disagree', disagree: 'agree', pass: 'pass' };

/** People planted in groups: each group has stances of its own, from which a person departs now and then. */
interface Planted {
  readonly sizes: readonly number[];
  /** One person in so many departs from the group on a statement. */
  readonly departs: number;
  readonly mark: number;
}

const NEVER = 4_294_967_291;
const STATEMENTS = 12;
const ids = Array.from({ length: STATEMENTS }, (_, index) => `s-${String(index).padStart(2, '0')}`);
/** All groups agree with it. */
const SHARED = 's-00';

/** Two matters divide them, half of the statements each: a group is for both, against both, or for one of them. */
const sides = [
  ['agree', 'agree'],
  ['disagree', 'disagree'],
  ['agree', 'disagree'],
  ['disagree', 'agree'],
] as const;
const stanceOf = (group: number, statement: number): Stance =>
  statement === 0 ? 'agree' : (sides[group]?.[statement % 2 === 0 ? 0 : 1] ?? 'pass');

const planted: fc.Arbitrary<Planted> = fc.record({
  sizes: fc.array(fc.integer({ min: 12, max: 25 }), { minLength: 2, maxLength: 4 }),
  departs: fc.constantFrom(15, 25, NEVER),
  mark: fc.nat(10_000),
});

/** Whether somebody departs there: by a lot that is the same for the same mark. */
const departsAt = (mark: number, person: number, statement: number, departs: number): boolean =>
  createHash('sha256').update(`${mark} ${person} ${statement}`).digest().readUInt32BE() % departs === 0;

const votesOf = ({ sizes, departs, mark }: Planted): CastVote[] => {
  let person = 0;
  return sizes.flatMap((size, group) =>
    Array.from({ length: size }, () => {
      person += 1;
      const who = person;
      return ids.map((statementId, statement): CastVote => {
        const own = stanceOf(group, statement);
        const isOff = statement > 0 && departsAt(mark, who, statement, departs);
        return { personId: `p-${who}`, statementId, stance: isOff ? other[own] : own };
      });
    }).flat(),
  );
};

/** Which planted group thinks as most of a group that was found, but for two statements at most. */
function plantedAs(statements: Opinion['statements'], found: number): number {
  return sides.findIndex((_, group) => {
    const different = statements.filter(({ statementId, byGroup }) => {
      const { agree = 0, disagree = 0 } = byGroup[found] ?? {};
      return (agree > disagree ? 'agree' : 'disagree') !== stanceOf(group, ids.indexOf(statementId));
    });
    return different.length <= 2;
  });
}

const sizesOf = ({ groups }: Opinion): number[] => groups.map(({ size }) => size);

describe('the opinion of a talk', () => {
  it('finds planted groups again, whatever their sizes', () => {
    fc.assert(
      fc.property(planted, fc.nat(1_000), (plan, seed) => {
        const { groups, placed, silhouette, statements } = opinionOf(ids, votesOf(plan), seed);
        const all = plan.sizes.reduce((sum, size) => sum + size, 0);
        expect(placed).toBe(all);
        expect(silhouette).toBeGreaterThan(0.5);
        // Without departures exactly; with them a group may fall apart, but no two are taken for one.
        if (plan.departs === NEVER)
          expect(groups.map(({ size }) => size)).toEqual([...plan.sizes].sort((a, b) => b - a));
        expect(new Set(groups.map((_, index) => plantedAs(statements, index)))).toEqual(new Set(plan.sizes.keys()));
      }),
      { numRuns: 60, seed: 2021 },
    );
  });

  it('ranks first what all groups share, and marks no group by it', () => {
    fc.assert(
      fc.property(planted, (plan) => {
        const { groups, statements } = opinionOf(ids, votesOf(plan), 1);
        expect(statements[0]?.statementId).toBe(SHARED);
        for (const { agree, disagree, pass } of statements[0]?.byGroup ?? []) {
          expect(agree / (agree + disagree + pass)).toBe(1);
        }
        for (const { markers } of groups) {
          expect(markers.length).toBeGreaterThan(0);
          expect(markers.map(({ statementId }) => statementId)).not.toContain(SHARED);
        }
      }),
      { numRuns: 40, seed: 2021 },
    );
  });

  it('does not change when people change places, names or the order in which they voted', () => {
    const stance = fc.constantFrom<Stance>('agree', 'disagree', 'pass');
    const rows = fc.array(fc.array(fc.option(stance), { minLength: STATEMENTS, maxLength: STATEMENTS }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.nat()), fc.nat(1_000), (people, keys, seed) => {
        const cast = (name: (person: number) => string) =>
          people.flatMap((row, person) =>
            row.flatMap((one, at) =>
              one ? [{ personId: name(person), statementId: ids[at] ?? '', stance: one }] : [],
            ),
          );
        const shuffled = cast((person) => `q-${people.length - person}`)
          .map((vote) => ({ vote, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ vote }) => vote);
        expect(opinionOf([...ids].reverse(), shuffled, seed)).toEqual(
          opinionOf(
            ids,
            cast((person) => `p-${person}`),
            seed,
          ),
        );
      }),
      { numRuns: 60, seed: 2021 },
    );
  });

  it('counts every vote once, and tells of no group so small that it tells of a person', () => {
    const vote = fc.record({
      personId: fc.nat(30).map((number) => `p-${number}`),
      statementId: fc.constantFrom(...ids),
      stance: fc.constantFrom<Stance>('agree', 'disagree', 'pass'),
    });
    const votes = fc.uniqueArray(vote, { selector: (one) => `${one.personId} ${one.statementId}`, maxLength: 300 });
    fc.assert(
      fc.property(votes, (cast) => {
        const opinion = opinionOf(ids, cast, 3);
        const counted = opinion.statements.reduce((sum, { all }) => sum + all.agree + all.disagree + all.pass, 0);
        expect(counted).toBe(cast.length);
        expect(opinion.statements).toHaveLength(STATEMENTS);
        for (const size of sizesOf(opinion)) expect(size).toBeGreaterThanOrEqual(SMALLEST_GROUP);
        if (opinion.groups.length > 0) expect(sizesOf(opinion).reduce((a, b) => a + b)).toBe(opinion.placed);
        for (const { consensus } of opinion.statements) expect(consensus > 0 && consensus < 1).toBe(true);
      }),
      { numRuns: 100, seed: 2021 },
    );
  });

  it.each<[string, Planted]>([
    ['too few people', { sizes: [3, 2], departs: NEVER, mark: 1 }],
    ['people who all think alike', { sizes: [30], departs: NEVER, mark: 1 }],
  ])('divides nobody where there are %s', (_, plan) => {
    const { groups, silhouette, statements } = opinionOf(ids, votesOf(plan), 1);
    expect([groups, silhouette]).toEqual([[], null]);
    expect(statements[0]?.statementId).toBe(SHARED);
  });

  it('places nobody who has hardly voted, but counts what they said', () => {
    const few: CastVote[] = ids.slice(0, 6).map((statementId) => ({ personId: 'few', statementId, stance: 'agree' }));
    const plan = { sizes: [10, 10], departs: NEVER, mark: 1 };
    const [without, withFew] = [opinionOf(ids, votesOf(plan), 1), opinionOf(ids, [...votesOf(plan), ...few], 1)];
    expect([without.placed, withFew.placed]).toEqual([20, 20]);
    expect(withFew.statements.find(({ statementId }) => statementId === SHARED)?.all.agree).toBe(21);
  });

  it('of nothing is nothing', () => {
    expect(opinionOf([], [], 1)).toEqual({ placed: 0, groups: [], silhouette: null, statements: [] });
  });
});

describe('the silhouette', () => {
  it.each<[string, number[][], number[], number]>([
    // By hand: a = 1, b = 10.5 or 9.5 (twice each).
    ['of two pairs far apart', [[0], [1], [10], [11]], [0, 0, 1, 1], (2 * (9.5 / 10.5) + 2 * (8.5 / 9.5)) / 4],
    ['of points that are all the same', [[1], [1], [1]], [0, 0, 1], 0],
    ['of a group of one', [[0], [5], [5]], [0, 1, 1], 2 / 3],
  ])('%s is as computed by hand', (_, points, clusters, expected) => {
    expect(silhouetteOf(points, clusters, 2)).toBeCloseTo(expected, 10);
  });
});
