import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentOf } from '../ballots/choice.js';
import type { Receipt } from '../ballots/cast.js';
import { MOST_AFFECTING, packed, type AffectedSum } from './affected.js';
import { countBallots, type Counted, type Wanted } from './count.js';
import { commit, newBlinding, sumOfBlindings } from './pedersen.js';
import type { Published } from './published.js';
import { faultsOf, faultsOfReceipt } from './verify.js';

interface Voter {
  readonly affectedBy: readonly string[];
  /** Empty: they did not vote. */
  readonly choice: readonly string[];
}

type Options = Published['options'];

const ids = Array.from({ length: MOST_AFFECTING + 1 }, (_, index) => `o${index + 1}`);

/** A checklist whose options, some of them, name whom they affect and what they cost, and how everybody voted. */
const votes = fc.integer({ min: 2, max: ids.length }).chain((size) => {
  const named = ids.slice(0, size);
  return fc.record({
    affecting: fc.subarray(named, { maxLength: Math.min(size, MOST_AFFECTING) }),
    costs: fc.dictionary(fc.constantFrom(...named), fc.integer({ min: 0, max: 3 })),
    voters: fc.array(fc.record({ affectedBy: fc.subarray(named), choice: fc.subarray(named) }), { maxLength: 12 }),
    named: fc.constant(named),
  });
});

type Vote = typeof votes extends fc.Arbitrary<infer One> ? One : never;

function publicationOf({ affecting, costs, voters: drawn, named }: Vote) {
  const voters: Voter[] = drawn.map(({ affectedBy, choice }) => ({
    choice,
    affectedBy: affectedBy.filter((id) => affecting.includes(id)),
  }));
  const options: Options = named.map((id) => ({
    ...{ id, text: id },
    ...(id in costs && { costFen: costs[id] ?? 0 }),
    ...(affecting.includes(id) && {
      affectedVoters: voters.filter(({ affectedBy }) => affectedBy.includes(id)).length,
    }),
  }));
  const roundId = randomUUID();
  const cast = voters
    .filter(({ choice }) => choice.length > 0)
    .map(({ affectedBy, choice }) => {
      const [ballotId, nonce, blinding] = [randomUUID(), 'a nonce', newBlinding()];
      const commitment = commitmentOf(roundId, ballotId, choice, nonce);
      const sum = packed(options, affectedBy);
      const receipt: Receipt = {
        ballotId,
        nonce,
        commitment,
        area: null,
        affectedBy: [...affectedBy],
        blinding: `${blinding}`,
      };
      const ballot = {
        id: ballotId,
        choice,
        commitment,
        areaCommitment: null,
        affectedCommitment: commit(sum, blinding),
      };
      return { ballot, receipt, sum, blinding };
    });
  const sums: AffectedSum[] = affecting.map((option) => {
    const wanting = cast.filter(({ ballot }) => ballot.choice.includes(option));
    const sum = wanting.reduce((total, one) => total + one.sum, 0n).toString();
    return { option, sum, blinding: sumOfBlindings(wanting.map(({ blinding }) => blinding)).toString() };
  });
  const round = {
    ...({ rule: 'simple-count', method: 'checklist', quorumPercent: null, mostTicks: named.length } as const),
    ...{ options, voters: voters.length + 1, area: '0', roundId, question: '先办什么?' },
  };
  const ballots = cast.map(({ ballot }) => ballot).sort((a, b) => (a.id < b.id ? -1 : 1));
  const published: Published = {
    ...{ ...round, ballots, took: { app: ballots.length, paper: 0 } },
    result: countBallots(
      round,
      ballots.map(({ choice }) => choice),
      [],
      sums,
    ),
  };
  return { published, voters, receipts: cast.map(({ receipt }) => receipt) };
}

/** Whether one stands before another, said once more with fractions and without the code that is tested. */
function isBefore(options: Options, voters: readonly Voter[], all: number, one: string, other: string): boolean {
  const anyAffects = options.some(({ affectedVoters }) => affectedVoters !== undefined);
  const [a, b] = [one, other].map((id) => {
    const wanting = voters.filter(({ choice }) => choice.includes(id));
    const option = options.find((each) => each.id === id);
    const hit = voters.filter(({ affectedBy }) => affectedBy.includes(id));
    const share =
      option?.affectedVoters === undefined
        ? wanting.length / all
        : hit.length === 0
          ? 0
          : hit.filter((each) => wanting.includes(each)).length / hit.length;
    return { wanting: wanting.length, share, cost: option?.costFen ?? Infinity };
  }) as [Record<'wanting' | 'share' | 'cost', number>, Record<'wanting' | 'share' | 'cost', number>];
  if (a.wanting !== b.wanting) return a.wanting > b.wanting;
  if (anyAffects && Math.abs(a.share - b.share) > 1e-9) return a.share > b.share;
  return a.cost < b.cost;
}

describe('the order of a list', () => {
  it('goes by how many want it, then by the share of the affected, then by the cost, and marks what is equal', () => {
    fc.assert(
      fc.property(votes, (vote) => {
        const { published, voters } = publicationOf(vote);
        const { options, result } = published;
        const before = (one: Wanted, other: Wanted) =>
          isBefore(options, voters, published.voters, one.choice, other.choice);
        for (const [index, one] of result.counts.entries()) {
          const others = result.counts.filter((other) => other !== one);
          for (const later of result.counts.slice(index + 1)) expect(before(later, one)).toBe(false);
          expect(one.tied).toBe(others.some((other) => !before(one, other) && !before(other, one)));
          const hit = voters.filter(({ affectedBy }) => affectedBy.includes(one.choice));
          const names = vote.affecting.includes(one.choice);
          const wanting = hit.filter(({ choice }) => choice.includes(one.choice)).length;
          expect(one.affected).toEqual(names ? { ballots: wanting, voters: hit.length } : undefined);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('a published list in which options name whom they affect', () => {
  it('holds as it is, with each receipt', () => {
    fc.assert(
      fc.property(votes, (vote) => {
        const { published, receipts } = publicationOf(vote);
        expect(faultsOf(JSON.parse(JSON.stringify(published)) as Published)).toEqual([]);
        for (const receipt of receipts) expect(faultsOfReceipt(published, receipt)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  const three: Vote = {
    ...{ named: ['o1', 'o2', 'o3'], affecting: ['o1', 'o3'], costs: {} },
    voters: [
      { affectedBy: ['o1'], choice: ['o1'] },
      { affectedBy: ['o3'], choice: ['o1', 'o2'] },
      { affectedBy: [], choice: ['o3'] },
    ],
  };
  const counting = (round: Counted & Published, sums: readonly AffectedSum[]): Published => ({
    ...round,
    result: countBallots(
      round,
      round.ballots.map(({ choice }) => choice),
      [],
      sums,
    ),
  });
  const sumsOf = ({ result }: Published): AffectedSum[] => [...(result.affectedSums ?? [])];

  it('does not hold when more of the affected are stated than voted so', () => {
    const { published } = publicationOf(three);
    const [first, other] = sumsOf(published) as [AffectedSum, AffectedSum];
    const more = { ...other, sum: packed(published.options, ['o3']).toString() };
    expect(faultsOf(counting(published, [first, more]))).toEqual([
      'The commitments of those who want o3 do not open to what is stated of the affected.',
    ]);
  });

  it('does not hold when an option is left out, or somebody is counted as affected by it', () => {
    const { published, receipts } = publicationOf(three);
    expect(faultsOf(counting(published, sumsOf(published).slice(0, 1)))).toContain(
      'The affected are stated for other options than name them.',
    );
    const receipt = { ...(receipts[2] as Receipt), affectedBy: ['o3'] };
    expect(faultsOfReceipt(published, receipt)).toEqual([
      'The ballot is counted among others who are affected than the receipt says.',
    ]);
  });

  it('cannot state more of the affected than there are', () => {
    const { published } = publicationOf(three);
    const [first, other] = sumsOf(published) as [AffectedSum, AffectedSum];
    const sum = (2n * packed(published.options, ['o1'])).toString();
    expect(() => counting(published, [{ ...first, sum }, other])).toThrow('o1 affects 1 voters, not 2.');
  });
});
