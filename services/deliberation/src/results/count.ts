import { decide, type Test } from '../majorities/decide.js';
import { rules, type RuleName } from '../majorities/rules.js';
import type { Method } from '../rounds/round.entity.js';
import { affectedIn, affecting, type AffectedSum, type MayAffect } from './affected.js';
import { beatsOf } from './ranking.js';

/** What of a round matters for its count. */
export interface Counted {
  readonly rule: RuleName;
  readonly method: Method;
  readonly quorumPercent: number | null;
  /** In the order of the checklist. */
  readonly options: readonly (MayAffect & { readonly costFen?: number })[];
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
  /** Where it names whom it affects most: how many of them want it, of how many. */
  readonly affected?: { readonly ballots: number; readonly voters: number };
  /** What it costs, as far as is known, in fen. */
  readonly costFen?: number;
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
  /** Where options name whom they affect. */
  readonly affectedSums?: readonly AffectedSum[];
}

export const answers = ['yes', 'no', 'abstain'] as const;

/** An entry of a ballot that spreads points: `o1-3` gives three to `o1`. */
export const pointsIn = (entry: string): { id: string; points: number } => {
  const at = entry.lastIndexOf('-');
  return { id: entry.slice(0, at), points: Number(entry.slice(at + 1)) };
};

/** The option that an entry of a ballot names. */
export const namedBy = (method: Method, entry: string): string => (method === 'points' ? pointsIn(entry).id : entry);

type Ranked = Omit<Wanted, 'tied'>;

/**
 * Compares for the order of a list, 0 for a tie: by how many want it (or its points, or how many others it beats); where that is equal and
 * options name whom they affect, by the share of those, or of all where it affects all alike; where that is equal too, by what it costs,
 * the unknown last.
 */
export const compareWanted = ({ voters, options }: Pick<Counted, 'voters' | 'options'>) => {
  const measure = ({ points, beats, ballots }: Ranked) => points ?? beats ?? ballots;
  const share = ({ affected, ballots }: Ranked) => affected ?? { ballots, voters };
  const anyAffects = affecting(options).length > 0;
  return (a: Ranked, b: Ranked): number => {
    const [mine, other] = [share(a), share(b)];
    return (
      measure(b) - measure(a) ||
      // By whole numbers; nothing is rounded.
      (anyAffects ? other.ballots * atLeastOne(mine) - mine.ballots * atLeastOne(other) : 0) ||
      (a.costFen ?? UNKNOWN_FEN) - (b.costFen ?? UNKNOWN_FEN)
    );
  };
};

/** The share of nobody is none. */
const atLeastOne = ({ voters }: { readonly voters: number }) => Math.max(1, voters);

/** More than anything costs. */
const UNKNOWN_FEN = Number.MAX_SAFE_INTEGER;

function countWanted(
  { method, options, voters }: Counted,
  choices: readonly (readonly string[])[],
  affectedSums: readonly AffectedSum[],
): Wanted[] {
  const ids: readonly string[] = method === 'yes-no' ? answers : options.map(({ id }) => id);
  const named = new Map(ids.map((id) => [id, { choice: id, ballots: 0, points: 0 }]));
  for (const entry of choices.flat()) {
    const points = method === 'points' ? pointsIn(entry).points : 0;
    const one = named.get(namedBy(method, entry));
    if (!one) throw new RangeError(`${entry} is no choice of the round.`);
    one.ballots += 1;
    one.points += points;
  }
  const beats = method === 'ranking' ? beatsOf(ids, choices) : undefined;
  const counted: Ranked[] = [...named.values()].map(({ choice, ballots, points }) => {
    const costFen = method === 'yes-no' ? undefined : options.find(({ id }) => id === choice)?.costFen;
    const sum = affectedSums.find(({ option }) => option === choice);
    return {
      ...{ choice, ballots },
      ...(method === 'points' && { points }),
      ...(beats && { beats: beats.get(choice) ?? 0 }),
      ...(sum && { affected: affectedOf(options, choice, BigInt(sum.sum)) }),
      ...(costFen !== undefined && { costFen }),
    };
  });
  const compare = compareWanted({ voters, options });
  return counted
    .toSorted(compare)
    .map((one) => ({ ...one, tied: counted.some((other) => other !== one && compare(one, other) === 0) }));
}

/** @throws RangeError if more of the affected want it than there are */
function affectedOf(options: Counted['options'], choice: string, sum: bigint): NonNullable<Wanted['affected']> {
  const voters = options.find(({ id }) => id === choice)?.affectedVoters ?? 0;
  const ballots = affectedIn(options, choice, sum);
  if (ballots > voters) throw new RangeError(`${choice} affects ${voters} voters, not ${ballots}.`);
  return { ballots, voters };
}

/** Counts ballots and decides. @throws RangeError for numbers that cannot be */
export function countBallots(
  round: Counted,
  choices: readonly (readonly string[])[],
  areaSums: readonly AreaSum[],
  affectedSums: readonly AffectedSum[] = [],
): Count {
  const rule = rules[round.rule];
  const counts = countWanted(round, choices, affectedSums);
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
    ...(affecting(round.options).length > 0 && { affectedSums }),
  };
}

const shown = ({ of, by, have, outOf, share, met }: Test): CountedTest => ({
  ...{ of, by, have: have.toString(), outOf: outOf.toString(), met },
  share: `${share.over ? '>' : '>='} ${share.numerator}/${share.denominator}`,
});
