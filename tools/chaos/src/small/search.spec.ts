import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findOrder, type SmallRequest } from './search.js';
import { act, opened, type SmallDeed } from './spec.js';

const names = ['an', 'bo', 'chen', 'da', 'en', 'fu'] as const;

/** Deeds of up to six people, in the order in which they are truly done. */
const deeds = fc.array(
  fc
    .record({ by: fc.constantFrom(...names), isGivenBack: fc.boolean() })
    .map(({ by, isGivenBack }): SmallDeed => ({ do: isGivenBack ? 'give-back' : 'claim', by, key: `key of ${by}` })),
  { minLength: 1, maxLength: 12 },
);
const start = fc.record({ places: fc.integer({ min: 1, max: 3 }), hasLine: fc.boolean() });

/** A history that did happen: each deed is done at its turn, asked some time before and answered some time after. */
const histories = fc
  .tuple(start, deeds, fc.infiniteStream(fc.double({ min: 0, max: 4, noNaN: true })))
  .map(([{ places, hasLine }, done, stream]) => {
    const [spans, before] = [stream[Symbol.iterator](), opened(places, hasLine)];
    const some = () => Number(spans.next().value);
    let state = before;
    const requests = done.map((deed, turn): SmallRequest => {
      const [next, answer] = act(state, deed);
      state = next;
      const isLost = some() < 0.5;
      return {
        deed,
        asked: turn - some(),
        answered: isLost ? Infinity : turn + some(),
        answer: isLost ? null : answer,
      };
    });
    return { before, requests };
  });

const at = (asked: number, answered: number, by: string, answer: string | null): SmallRequest => ({
  deed: { do: 'claim', by, key: by },
  asked,
  answered,
  answer,
});

describe('the search for an order that explains a small history', () => {
  it('finds one for whatever did happen, however the requests overlapped', () => {
    fc.assert(
      fc.property(histories, ({ before, requests }) => Array.isArray(findOrder(before, requests))),
      {
        numRuns: 500,
      },
    );
  });

  it('finds an order that gives every answer, and agrees with time', () => {
    fc.assert(
      fc.property(histories, ({ before, requests }) => {
        const order = findOrder(before, requests) as number[];
        let state = before;
        for (const [turn, index] of order.entries()) {
          const { deed, answer, asked } = requests[index]!;
          const [next, told] = act(state, deed);
          expect(answer ?? told).toBe(told);
          for (const later of order.slice(turn + 1)) expect(requests[later]!.answered).toBeGreaterThanOrEqual(asked);
          state = next;
        }
      }),
    );
  });

  it('ends soon, and the same way, where a store was away and everybody asked again and again', () => {
    const away = Array.from({ length: 9 }, (_, time) =>
      names.flatMap((by) =>
        (['claim', 'give-back'] as const).map((what): SmallRequest => ({
          deed: { do: what, by, key: `key of ${by}` },
          asked: time - 10,
          answered: Infinity,
          answer: null,
        })),
      ),
    ).flat();
    fc.assert(
      fc.property(histories, ({ before, requests }) => {
        expect(Array.isArray(findOrder(before, [...away, ...requests]))).toBe(true);
      }),
      { numRuns: 50 },
    );
    // Whoever guesses that an had claimed is not contradicted before the last answer.
    const late: SmallRequest = {
      ...{ deed: { do: 'give-back', by: 'an', key: 'key of an' }, asked: 9, answered: 13, answer: 'unknown claim' },
    };
    const waits: SmallRequest = {
      ...at(4, 4, 'chen', 'waiting 1'),
      deed: { do: 'claim', by: 'chen', key: 'key of chen' },
    };
    expect(findOrder(opened(1, true), [...away, waits, late])).toHaveLength(3);
  });

  it('gives up where there are too many ways, rather than say that there is none', () => {
    const people = Array.from({ length: 12 }, (_, n) => `p${n}`);
    const lost = people.map((by) => at(0, Infinity, by, null));
    expect(findOrder(opened(1, true), [...lost, at(20, 21, 'an', 'waiting 20')])).toBe('too long');
  });

  it('finds none when one place was told to two', () => {
    const forged = fc.tuple(histories, fc.nat()).map(([{ before, requests }, pick]) => {
      const held = requests.filter(({ deed, answer }) => deed.do === 'claim' && answer?.startsWith('held'));
      const victim = held[pick % Math.max(1, held.length)];
      return { before, requests, victim };
    });
    fc.assert(
      fc.property(forged, ({ before, requests, victim }) => {
        fc.pre(victim !== undefined && requests.length < 12);
        // Nobody gives back: whoever held the place has it to the end.
        const claims = requests.filter(({ deed }) => deed.do === 'claim');
        fc.pre(findOrder(before, claims) !== undefined);
        const stranger = at(victim.asked, victim.answered, 'a stranger', victim.answer);
        return findOrder(before, [...claims, stranger]) === undefined;
      }),
    );
  });

  it.each([
    ['somebody who asked after the place was gone', [at(0, 1, 'an', 'held 1'), at(2, 3, 'bo', 'held 1')]],
    ['a refusal although a place was free', [at(0, 1, 'an', 'full')]],
    ['a line that begins at the second position', [at(0, 1, 'an', 'held 1'), at(2, 3, 'bo', 'waiting 2')]],
    [
      'a key that gets another outcome the second time',
      [
        at(0, 1, 'an', 'held 1'),
        { ...at(2, 3, 'an', 'waiting 1'), deed: { do: 'claim', by: 'an', key: 'an' } } as const,
      ],
    ],
    [
      'a place of somebody who answered nothing and gave nothing back, held by the next',
      [at(0, Infinity, 'an', null), at(0, 1, 'bo', 'held 1'), at(2, 3, 'an', 'held 1')],
    ],
  ])('refuses %s', (_, requests) => {
    expect(findOrder(opened(1, true), requests)).toBeUndefined();
  });

  it('allows that what was never answered was done later, or never', () => {
    const lost = at(0, Infinity, 'an', null);
    expect(findOrder(opened(1, true), [lost, at(1, 2, 'bo', 'held 1'), at(3, 4, 'an', 'waiting 1')])).toEqual([1, 2]);
    expect(findOrder(opened(1, true), [lost, at(1, 2, 'bo', 'waiting 1')])).toEqual([0, 1]);
    expect(findOrder(opened(1, false), [lost, at(1, 2, 'bo', 'held 1')])).toBeDefined();
  });
});
