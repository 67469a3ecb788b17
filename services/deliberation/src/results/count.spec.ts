import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentOf, soundChoice } from '../ballots/choice.js';
import type { Method } from '../rounds/round.entity.js';
import { countBallots, type Wanted } from './count.js';
import type { Published } from './published.js';
import { faultsOf, faultsOfReceipt } from './verify.js';

const optionsOf = (ids: readonly string[]) => ids.map((id) => ({ id, text: id }));
const ids = ['o1', 'o2', 'o3', 'o4', 'o5'];
const POINTS = 7;
const roundOf = (method: Method, options = ids) => ({
  ...({ method, options: optionsOf(options), mostTicks: POINTS, rule: 'simple-count', quorumPercent: null } as const),
  ...{ voters: 1_000, area: '0' },
});
const counted = (method: Method, choices: readonly (readonly string[])[], options = ids): readonly Wanted[] =>
  countBallots(roundOf(method, options), choices, []).counts;

/** Whoever stands before another is wanted more, or just as much and both are marked. */
function expectInOrder(counts: readonly Wanted[], measure: (one: Wanted) => number): void {
  const measures = counts.map(measure);
  expect(measures).toEqual(measures.toSorted((a, b) => b - a));
  for (const one of counts) {
    expect(one.tied).toBe(measures.filter((other) => other === measure(one)).length > 1);
  }
  const places = counts.map(({ choice }) => ids.indexOf(choice));
  for (const [index, place] of places.entries()) {
    if (index > 0 && measures[index] === measures[index - 1]) expect(place).toBeGreaterThan(places[index - 1] ?? -1);
  }
}

const spread = fc
  .array(fc.constantFrom(...ids), { minLength: 1, maxLength: POINTS })
  .map((given) => new Map(ids.map((id) => [id, given.filter((one) => one === id).length])));
const entriesOf = (given: ReadonlyMap<string, number>) =>
  [...given].flatMap(([id, points]) => (points > 0 ? [`${id}-${points}`] : []));

describe('points', () => {
  it('are added up, the most first, equals marked in the order of the options', () => {
    fc.assert(
      fc.property(fc.array(spread, { maxLength: 30 }), (ballots) => {
        const counts = counted('points', ballots.map(entriesOf));
        for (const { choice, points, ballots: naming } of counts) {
          const given = ballots.map((ballot) => ballot.get(choice) ?? 0);
          expect(points).toBe(given.reduce((sum, one) => sum + one, 0));
          expect(naming).toBe(given.filter((one) => one > 0).length);
        }
        expectInOrder(counts, ({ points }) => points ?? -1);
      }),
    );
  });

  it('are a choice if there are from one to as many as may be spread, in whatever order they are sent', () => {
    fc.assert(
      fc.property(spread, fc.nat(), (given, turn) => {
        const entries = entriesOf(given);
        const sent = [...entries.slice(turn % entries.length), ...entries.slice(0, turn % entries.length)];
        expect(soundChoice(roundOf('points'), sent)).toEqual(entries);
      }),
    );
  });

  it.each([
    ['nothing', []],
    ['more than there are', ['o1-4', 'o2-4']],
    ['an option twice', ['o1-1', 'o1-2']],
    ['none', ['o1-0']],
    ['less than none', ['o1--1']],
    ['a part of one', ['o1-1.5']],
    ['a number that is written otherwise', ['o1-01']],
    ['an option without points', ['o1']],
    ['an option that is not there', ['o9-1']],
  ])('are no choice with %s', (_, wish) => {
    expect(() => soundChoice(roundOf('points'), wish)).toThrow('ballot-not-a-choice');
  });
});

/** Of how many ballots the one stands before the other; what is not ranked stands behind all that is. */
function preferring(rankings: readonly (readonly string[])[], one: string, other: string): number {
  return rankings.filter((ranking) => {
    const rest = ranking.slice(ranking.indexOf(one));
    return ranking.includes(one) && (rest.includes(other) || !ranking.includes(other));
  }).length;
}

/** The strongest chain from one to another, by trying every chain there is. */
function strongest(rankings: readonly (readonly string[])[], all: readonly string[], from: string, to: string): number {
  return Math.max(
    0,
    ...all
      .filter((next) => next !== from)
      .map((next) => {
        const won = preferring(rankings, from, next);
        const link = won > preferring(rankings, next, from) ? won : 0;
        if (next === to || link === 0) return link;
        const rest = all.filter((one) => one !== from);
        return Math.min(link, strongest(rankings, rest, next, to));
      }),
  );
}

const ranking = fc.shuffledSubarray(ids, { minLength: 1 });

describe('a ranking', () => {
  it('puts first what beats most others by its strongest chains, as trying every chain does', () => {
    fc.assert(
      fc.property(fc.array(ranking, { maxLength: 9 }), (rankings) => {
        const counts = counted('ranking', rankings);
        for (const { choice, beats } of counts) {
          const beaten = ids.filter(
            (other) =>
              other !== choice && strongest(rankings, ids, choice, other) > strongest(rankings, ids, other, choice),
          );
          expect(beats).toBe(beaten.length);
        }
        expectInOrder(counts, ({ beats }) => beats ?? -1);
      }),
    );
  });

  it('comes out as in the example of Schulze, where each loses a duel', () => {
    const votes: [number, string][] = [
      ...([
        [5, 'ACBED'],
        [5, 'ADECB'],
        [8, 'BEDAC'],
        [3, 'CABED'],
      ] as [number, string][]),
      ...([
        [7, 'CAEBD'],
        [2, 'CBADE'],
        [7, 'DCEBA'],
        [8, 'EBADC'],
      ] as [number, string][]),
    ];
    const rankings = votes.flatMap(([times, order]) => Array.from({ length: times }, () => [...order]));
    const counts = counted('ranking', rankings, [...'ABCDE']);
    expect(counts.map(({ choice, beats, tied }) => [choice, beats, tied])).toEqual([
      ['E', 4, false],
      ['A', 3, false],
      ['C', 2, false],
      ['B', 1, false],
      ['D', 0, false],
    ]);
  });

  it('leaves open what is as much wanted', () => {
    const circle = [
      ['o1', 'o2', 'o3'],
      ['o2', 'o3', 'o1'],
      ['o3', 'o1', 'o2'],
    ];
    expect(counted('ranking', circle).map(({ choice, tied }) => [choice, tied])).toEqual([
      ['o1', true],
      ['o2', true],
      ['o3', true],
      ['o4', true],
      ['o5', true],
    ]);
  });

  it('is kept as it was made, of one option or of all', () => {
    fc.assert(
      fc.property(ranking, (wish) => {
        expect(soundChoice(roundOf('ranking'), wish)).toEqual(wish);
      }),
    );
  });

  it.each([
    ['nothing', []],
    ['an option twice', ['o1', 'o1']],
    ['an option that is not there', ['o1', 'o9']],
  ])('is no choice with %s', (_, wish) => {
    expect(() => soundChoice(roundOf('ranking'), wish)).toThrow('ballot-not-a-choice');
  });
});

describe('a published result of', () => {
  function published(method: Method, choices: readonly (readonly string[])[]) {
    const roundId = randomUUID();
    const ballots = choices
      .map((choice) => {
        const id = randomUUID();
        return { id, choice, commitment: commitmentOf(roundId, id, choice, 'a nonce'), areaCommitment: null };
      })
      .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return counting({ ...roundOf(method), roundId, question: '先办哪一项?', took: { app: 0, paper: 0 }, ballots });
  }
  /** As whoever changes it would publish it: with the count that fits. */
  const counting = (one: Omit<Published, 'result'>): Published => ({
    ...{ ...one, took: { app: one.ballots.length, paper: 0 } },
    result: countBallots(
      one,
      one.ballots.map(({ choice }) => choice),
      [],
    ),
  });

  const kinds: [Method, fc.Arbitrary<string[]>][] = [
    ['ranking', ranking],
    ['points', spread.map(entriesOf)],
  ];

  it.each(kinds)('%s holds as it is, and not with a ballot altered, dropped or added', (method, choice) => {
    fc.assert(
      fc.property(fc.array(choice, { minLength: 1, maxLength: 6 }), choice, (choices, other) => {
        const whole = JSON.parse(JSON.stringify(published(method, choices))) as Published;
        expect(faultsOf(whole)).toEqual([]);
        const [first, ...rest] = whole.ballots as [Published['ballots'][number]];
        const receipt = { ballotId: first.id, nonce: 'a nonce', commitment: first.commitment };
        const receiptFaults = (one: Published) => faultsOfReceipt(one, { ...receipt, area: null, blinding: null });
        expect(receiptFaults(whole)).toEqual([]);
        const dropped = { ...whole, ballots: rest };
        expect(faultsOf(dropped)).not.toEqual([]);
        expect(receiptFaults(counting(dropped))).toHaveLength(1);
        const added = { ...first, id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };
        expect(faultsOf({ ...whole, ballots: [...whole.ballots, added] })).not.toEqual([]);
        if (first.choice.join() === other.join()) return;
        const altered = { ...whole, ballots: [{ ...first, choice: other }, ...rest] };
        expect(receiptFaults(counting(altered))).toEqual(['The ballot says another choice than the receipt.']);
        // Without a count that fits, whoever looks sees it, unless the count is the same.
        const isOther = JSON.stringify(counting(altered).result) !== JSON.stringify(whole.result);
        expect(faultsOf(altered).length > 0).toBe(isOther);
      }),
      { numRuns: 50 },
    );
  });

  it.each<[Method, string[]]>([
    ['ranking', ['o1', 'o1']],
    ['points', ['o1-8']],
    ['points', ['o2-1', 'o1-1']],
  ])('%s does not hold with a ballot that is no choice', (method, choice) => {
    const id = randomUUID();
    const one = published(method, [method === 'ranking' ? ['o1'] : ['o1-1']]);
    const ballots = [{ id, choice, commitment: '', areaCommitment: null }];
    expect(faultsOf(counting({ ...one, ballots }))).toContain(`Ballot ${id} holds no choice of the round.`);
  });
});
