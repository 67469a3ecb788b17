import type { Rule, RuleName, Share } from './rules.js';

/** Voters, and the area of what they own in hundredths of a square metre; 0 where area does not count. */
export interface Weight {
  readonly voters: bigint;
  readonly area: bigint;
}

/** What was voted: who took part in any way (an abstention takes part), and who of them agreed. */
export interface Turnout {
  readonly took: Weight;
  readonly agreed: Weight;
}

/** One comparison, with the numbers that were compared, so that anybody can do it again. */
export interface Test {
  readonly of: 'quorum' | 'agreement';
  readonly by: 'voters' | 'area';
  readonly have: bigint;
  readonly outOf: bigint;
  readonly share: Share;
  readonly met: boolean;
}

/** What a rule makes of a vote. */
export interface Decision {
  readonly rule: RuleName;
  readonly source: string;
  /** `no-quorum`: too few took part, so that nothing was decided. `counted`: a rule that only puts in order. */
  readonly outcome: 'passed' | 'failed' | 'no-quorum' | 'counted';
  readonly tests: readonly Test[];
}

/** Whether that many out of so many reach a share, exactly. Nothing out of nothing reaches no share. */
export function reaches(have: bigint, outOf: bigint, { numerator, denominator, over }: Share): boolean {
  if (outOf <= 0n) return false;
  const left = have * denominator;
  const right = outOf * numerator;
  return over ? left > right : left >= right;
}

/**
 * Decides by a rule. An agreed quorum, where one was declared with the round, is demanded besides the rule's own: by number
 * and, where area counts, by area.
 * @throws RangeError for numbers that cannot be: more agree than take part, more take part than there are
 */
export function decide(rule: Rule, electorate: Weight, { took, agreed }: Turnout, agreedQuorum?: Share): Decision {
  for (const by of ['voters', 'area'] as const) {
    if (agreed[by] < 0n || agreed[by] > took[by] || took[by] > electorate[by]) {
      throw new RangeError(`Of ${electorate[by]} (${by}) ${took[by]} took part and ${agreed[by]} agreed.`);
    }
  }
  const measures = rule.byArea ? (['voters', 'area'] as const) : (['voters'] as const);
  const compare = (of: Test['of'], share: Share | null | undefined, have: Weight, outOf: Weight): Test[] =>
    share
      ? measures.map((by) => ({
          ...{ of, by, have: have[by], outOf: outOf[by], share },
          met: reaches(have[by], outOf[by], share),
        }))
      : [];
  const quorum = [
    ...compare('quorum', rule.quorum, took, electorate),
    ...compare('quorum', agreedQuorum, took, electorate),
  ];
  const agreement = compare('agreement', rule.agreement, agreed, took);
  const tests = [...quorum, ...agreement];
  const { name, source } = rule;
  if (!quorum.every(({ met }) => met)) return { rule: name, source, outcome: 'no-quorum', tests };
  if (agreement.length === 0) return { rule: name, source, outcome: 'counted', tests };
  return { rule: name, source, outcome: agreement.every(({ met }) => met) ? 'passed' : 'failed', tests };
}
