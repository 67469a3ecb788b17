import { decide, type Test } from '../majorities/decide.js';
import { rules, type RuleName } from '../majorities/rules.js';
import type { Method } from '../rounds/round.entity.js';

/** What of a round matters for its count. */
export interface Counted {
  readonly rule: RuleName;
  readonly method: Method;
  readonly quorumPercent: number | null;
  /** In the order of the checklist. */
  readonly options: readonly { readonly id: string }[];
  readonly voters: number;
  /** Of all voters, in hundredths of a square metre, a decimal number. */
  readonly area: string;
}

/** The areas of those who chose the same, together. */
export interface AreaSum {
  readonly choice: string;
  /** Hundredths of a square metre, a decimal number. */
  readonly area: string;
  /** The sum of the blinding factors, a decimal number: with it the commitments open to the area. */
  readonly blinding: string;
}

/** A comparison of the rule; numbers are decimal texts, so that no reader rounds them. */
export interface CountedTest {
  readonly of: Test['of'];
  readonly by: Test['by'];
  readonly have: string;
  readonly outOf: string;
  /** `> 1/2`, `>= 3/4` */
  readonly share: string;
  readonly met: boolean;
}

/** The count of a round and what the rule makes of it. */
export interface Count {
  readonly rule: RuleName;
  readonly source: string;
  readonly outcome: 'passed' | 'failed' | 'no-quorum' | 'counted';
  /** The most wanted first; equals in the order of the checklist, and marked. */
  readonly counts: readonly { readonly choice: string; readonly ballots: number; readonly tied: boolean }[];
  readonly tests: readonly CountedTest[];
  /** Where area counts. */
  readonly areaSums: readonly AreaSum[];
}

export const answers = ['yes', 'no', 'abstain'] as const;

/** Counts ballots and decides. @throws RangeError for numbers that cannot be */
export function countBallots(
  round: Counted,
  choices: readonly (readonly string[])[],
  areaSums: readonly AreaSum[],
): Count {
  const rule = rules[round.rule];
  const ids: readonly string[] = round.method === 'yes-no' ? answers : round.options.map(({ id }) => id);
  const numbers = new Map(ids.map((id) => [id, 0]));
  for (const choice of choices) for (const id of choice) numbers.set(id, (numbers.get(id) ?? 0) + 1);
  const ordered = [...numbers].map(([choice, ballots]) => ({ choice, ballots })).sort((a, b) => b.ballots - a.ballots);
  const counts = ordered.map((one, index) => ({
    ...one,
    tied: ordered.some((other, place) => place !== index && other.ballots === one.ballots),
  }));
  const areaOf = (sums: readonly AreaSum[]) => sums.reduce((sum, { area }) => sum + BigInt(area), 0n);
  const voters = BigInt(choices.length);
  const agree = round.method === 'yes-no' ? BigInt(numbers.get('yes') ?? 0) : voters;
  const agreedQuorum = round.quorumPercent
    ? { numerator: BigInt(round.quorumPercent), denominator: 100n, over: false }
    : undefined;
  const decision = decide(
    rule,
    { voters: BigInt(round.voters), area: rule.byArea ? BigInt(round.area) : 0n },
    {
      took: { voters, area: areaOf(areaSums) },
      agreed: { voters: agree, area: areaOf(areaSums.filter(({ choice }) => choice === 'yes')) },
    },
    agreedQuorum,
  );
  return {
    rule: rule.name,
    source: rule.source,
    outcome: decision.outcome,
    counts,
    tests: decision.tests.map(shown),
    areaSums,
  };
}

const shown = ({ of, by, have, outOf, share, met }: Test): CountedTest => ({
  ...{ of, by, have: have.toString(), outOf: outOf.toString(), met },
  share: `${share.over ? '>' : '>='} ${share.numerator}/${share.denominator}`,
});
