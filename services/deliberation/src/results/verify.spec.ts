import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { commitmentOf } from '../ballots/choice.js';
import { ruleNames } from '../majorities/rules.js';
import { countBallots, type AreaSum } from './count.js';
import { commit, newBlinding, opensTo, sumOfBlindings } from './pedersen.js';
import type { Published, PublishedBallot } from './published.js';
import { digestOf, faultsOf, faultsOfReceipt } from './verify.js';

interface Vote {
  readonly choice: 'yes' | 'no' | 'abstain';
  readonly area: number;
}

/** A round of owners as it is published, and the receipts of its voters. */
function aPublication(votes: readonly Vote[]) {
  const roundId = randomUUID();
  const cast = votes.map(({ choice, area }) => {
    const [ballotId, nonce, blinding] = [randomUUID(), 'a nonce', newBlinding()];
    const commitment = commitmentOf(roundId, ballotId, [choice], nonce);
    return {
      ...{ choice, area, blinding },
      receipt: { ballotId, nonce, commitment, area: String(area), blinding: blinding.toString() },
      ballot: { id: ballotId, choice: [choice], commitment, areaCommitment: commit(BigInt(area), blinding) },
    };
  });
  const areaSums: AreaSum[] = [...new Set(votes.map(({ choice }) => choice))].sort().map((choice) => {
    const same = cast.filter((one) => one.choice === choice);
    const area = same.reduce((sum, one) => sum + BigInt(one.area), 0n).toString();
    return { choice, area, blinding: sumOfBlindings(same.map(({ blinding }) => blinding)).toString() };
  });
  const round: Omit<Published, 'took' | 'ballots' | 'result'> = {
    ...{ roundId, question: '是否同意?', rule: 'owners-ordinary', method: 'yes-no', quorumPercent: null, options: [] },
    ...{ mostTicks: 1, voters: votes.length + 1, area: String(votes.reduce((sum, { area }) => sum + area, 10_000)) },
  };
  const published: Published = {
    ...round,
    took: { app: votes.length, paper: 0 },
    ballots: cast.map(({ ballot }) => ballot).sort((a, b) => (a.id < b.id ? -1 : 1)),
    result: countBallots(
      round,
      votes.map(({ choice }) => [choice]),
      areaSums,
    ),
  };
  return { published, receipts: cast.map(({ receipt }) => receipt) };
}

const few: Vote[] = [
  { choice: 'yes', area: 9_000 },
  { choice: 'yes', area: 12_000 },
  { choice: 'no', area: 8_000 },
];

/** With its ballots changed, and counted again by whoever changed them, who knows no blinding factor but the published ones. */
function altered({ published }: ReturnType<typeof aPublication>, ballots: PublishedBallot[]): Published {
  const { result } = published;
  const took = { app: ballots.length, paper: 0 };
  const again = countBallots(
    published,
    ballots.map(({ choice }) => choice),
    result.areaSums,
  );
  return { ...published, took, ballots, result: again };
}

const one = (published: Published, index: number): PublishedBallot => published.ballots[index] as PublishedBallot;

describe('a published result', () => {
  it('that is as it was counted holds, and so does each receipt', () => {
    const votes = fc.array(
      fc.record({ choice: fc.constantFrom('yes', 'no', 'abstain'), area: fc.integer({ min: 1, max: 50_000 }) }),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(votes, (cast) => {
        const { published, receipts } = aPublication(cast);
        expect(faultsOf(JSON.parse(JSON.stringify(published)) as Published)).toEqual([]);
        for (const receipt of receipts) expect(faultsOfReceipt(published, receipt)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('is noticed when a ballot says another choice', () => {
    const whole = aPublication(few);
    const { published, receipts } = whole;
    const swapped = published.ballots.map((ballot, index) =>
      index === 0 ? { ...ballot, choice: ['abstain'] } : ballot,
    );
    expect(faultsOf({ ...published, ballots: swapped })).not.toEqual([]);
    expect(faultsOf(altered(whole, swapped))).not.toEqual([]);
    const mine = receipts.find(({ ballotId }) => ballotId === one(published, 0).id);
    expect(mine && faultsOfReceipt({ ...published, ballots: swapped }, mine)).toEqual([
      'The ballot says another choice than the receipt.',
    ]);
  });

  it('is noticed when a ballot is added', () => {
    const whole = aPublication(few);
    const added = { ...one(whole.published, 0), id: 'ffffffff-ffff-4fff-8fff-ffffffffffff' };
    const ballots = [...whole.published.ballots, added];
    expect(faultsOf({ ...whole.published, ballots })).not.toEqual([]);
    expect(faultsOf(altered(whole, ballots))).not.toEqual([]);
  });

  it('is noticed when a ballot stands twice', () => {
    const { published } = aPublication(few);
    const ballots = [one(published, 0), ...published.ballots];
    expect(faultsOf({ ...published, ballots })).toContain(
      'The ballots are not in the order of their ids, or one stands twice.',
    );
  });

  it('is noticed when a ballot is dropped, by whoever looks and by the one whose it was', () => {
    const whole = aPublication(few);
    const { published, receipts } = whole;
    const ballots = published.ballots.slice(1);
    expect(faultsOf({ ...published, ballots })).not.toEqual([]);
    expect(faultsOf(altered(whole, ballots))).not.toEqual([]);
    const mine = receipts.find(({ ballotId }) => ballotId === one(published, 0).id);
    expect(mine && faultsOfReceipt({ ...published, ballots }, mine)).toEqual([
      `Ballot ${mine?.ballotId} is not among those published.`,
    ]);
  });

  it('is noticed when commitments to areas change places', () => {
    const { published } = aPublication(few);
    const yes = published.ballots.findIndex(({ choice }) => choice[0] === 'yes');
    const no = published.ballots.findIndex(({ choice }) => choice[0] === 'no');
    const ballots = published.ballots.map((ballot, index) => {
      if (index === yes) return { ...ballot, areaCommitment: one(published, no).areaCommitment };
      return index === no ? { ...ballot, areaCommitment: one(published, yes).areaCommitment } : ballot;
    });
    expect(faultsOf({ ...published, ballots })).toHaveLength(2);
  });

  it('is noticed when the areas that are stated are not those committed to', () => {
    const { published } = aPublication(few);
    const areaSums = published.result.areaSums.map((sum) => (sum.choice === 'yes' ? { ...sum, area: '26000' } : sum));
    const result = countBallots(
      published,
      published.ballots.map(({ choice }) => choice),
      areaSums,
    );
    expect(faultsOf({ ...published, result })).toEqual([
      'The commitments of those who chose yes do not open to 26000.',
    ]);
  });

  it.each(ruleNames.filter((name) => name !== 'owners-ordinary'))(
    'is noticed when the rule is said to be %s',
    (rule) => {
      const { published } = aPublication(few);
      expect(faultsOf({ ...published, rule })).not.toEqual([]);
      expect(faultsOf({ ...published, result: { ...published.result, rule } })).not.toEqual([]);
    },
  );

  it('has another digest whatever is changed in it', () => {
    const { published } = aPublication(few);
    expect(digestOf({ ...published, voters: published.voters + 1 })).not.toBe(digestOf(published));
    expect(digestOf(published)).toBe(digestOf(JSON.parse(JSON.stringify(published)) as Published));
  });
});

describe('commitments to areas', () => {
  it('open together to the sum, and to no other', () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 10_000_000n }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(parts, (areas) => {
        const blindings = areas.map(() => newBlinding());
        const commitments = areas.map((area, index) => commit(area, blindings[index] ?? 0n));
        const sum = areas.reduce((total, area) => total + area, 0n);
        expect(opensTo(commitments, sum, sumOfBlindings(blindings))).toBe(true);
        expect(opensTo(commitments, sum + 1n, sumOfBlindings(blindings))).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('of the same area are never alike', () =>
    expect(commit(9_000n, newBlinding())).not.toBe(commit(9_000n, newBlinding())));

  it('that are none open to nothing', () => expect(opensTo(['no commitment'], 0n, 0n)).toBe(false));
});
