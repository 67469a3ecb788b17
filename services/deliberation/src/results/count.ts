import { decide, type Test } from '../majorities/decide.js';
import { rules, type RuleName } from '../majorities/rules.js';
import type { Method } from '../rounds/round.entity.js';
import { beatsOf } from './ranking.js';

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

/** How much something is wanted. */
export interface Wanted {
  readonly choice: string;
  /** Ballots that name it. */
  readonly ballots: number;
  /** Whether another is wanted just as much. */
  readonly tied: boolean;
  /** Where points are spread: its points together, by which the order goes. */
  readonly points?: number;
  /** Where options are ranked: how many others it beats, by which the order goes. */
  readonly beats?: number;
}

/** The count of a round and what the rule makes of it. */
export interface Count {
  readonly rule: RuleName;
  readonly source: string;
  readonly outcome: 'passed' | 'failed' | 'no-quorum' | 'counted';
  /** The most wanted first; equals in the order of the checklist, and marked. */
  readonly counts: readonly Wanted[];
  readonly tests: readonly CountedTest[];
  /** Where area counts. */
  readonly areaSums: readonly AreaSum[];
}

export const answers = ['yes', 'no', 'abstain'] as const;

/** An entry of a ballot that spreads points: `o1-3` gives three to `o1`. */
export const pointsIn = (entry: string): { id: string; points: number } => {
  const at = entry.lastIndexOf('-');
  return { id: entry.slice(0, at), points: Number(entry.slice(at + 1)) };
};

/** What is wanted, the most wanted first. */
function countWanted({ method, options }: Counted, choices: readonly (readonly string[])[]): Wanted[] {
  const ids: readonly string[] = method === 'yes-no' ? answers : options.map(({ id }) => id);
  const named = new Map(ids.map((id) => [id, { choice: id, ballots: 0, points: 0 }]));
  for (const entry of choices.flat()) {
    const { id, points } = method === 'points' ? pointsIn(entry) : { id: entry, points: 0 };
    const one = named.get(id);
    if (!one) throw new RangeError(`${entry} is no choice of the round.`);
    one.ballots += 1;
    one.points += points;
  }
  const beats = method === 'ranking' ? beatsOf(ids, choices) : new Map<string, number>();
  const counted = [...named.values()].map(({ choice, ballots, points }) => {
    if (method === 'points') return { choice, ballots, points, by: points };
    if (method !== 'ranking') return { choice, ballots, by: ballots };
    const beaten = beats.get(choice) ?? 0;
    return { choice, ballots, beats: beaten, by: beaten };
  });
  return counted
    .toSorted((a, b) => b.by - a.by)
    .map(({ by, ...one }) => ({
      ...one,
      tied: counted.some((other) => other.choice !== one.choice && other.by === by),
    }));
}

/** Counts ballots and decides. @throws RangeError for numbers that cannot be */
export function countBallots(
  round: Counted,
  choices: readonly (readonly string[])[],
  areaSums: readonly AreaSum[],
): Count {
  const rule = rules[round.rule];
  const counts = countWanted(round, choices);
  const areaOf = (sums: readonly AreaSum[]) => sums.reduce((sum, { area }) => sum + BigInt(area), 0n);
  const voters = BigInt(choices.length);
  const agree =
    round.method === 'yes-no' ? BigInt(counts.find(({ choice }) => choice === 'yes')?.ballots ?? 0) : voters;
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
