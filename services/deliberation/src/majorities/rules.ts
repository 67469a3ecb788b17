/** The rules of law by which residents decide, as data: what must take part, what must agree, and where that is written. */

/** A share that is compared exactly: `over` means more than it, otherwise at least it. */
export interface Share {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly over: boolean;
}

export const ruleNames = ['residents-meeting', 'owners-ordinary', 'owners-qualified', 'simple-count'] as const;
export type RuleName = (typeof ruleNames)[number];

/** One rule. Shares hold for the number of voters, and where `byArea` also for the area of what they own. */
export interface Rule {
  readonly name: RuleName;
  /** The law and its article, as quoted with every result. */
  readonly source: string;
  /** Whether area counts beside number. */
  readonly byArea: boolean;
  /** Of all who may take part, who must; null: no such demand. */
  readonly quorum: Share | null;
  /** Of those who take part, who must agree; null: the most wanted come first, nothing is passed or failed. */
  readonly agreement: Share | null;
}

const over = (numerator: bigint, denominator: bigint): Share => ({ numerator, denominator, over: true });
const atLeast = (numerator: bigint, denominator: bigint): Share => ({ numerator, denominator, over: false });

export const rules: Readonly<Record<RuleName, Rule>> = {
  // The text as amended in 2018. The law was revised as a whole on 28 October 2025, in force from 1 January 2026; the article on
  // residents' meetings of that text must be compared before a decision rests on this one (docs/deliberation.md).
  'residents-meeting': {
    name: 'residents-meeting',
    source: '城市居民委员会组织法(2018年修正) 第九条',
    byArea: false,
    quorum: over(1n, 2n),
    agreement: over(1n, 2n),
  },
  // The rest of art. 278 (1): also the use of the maintenance fund (item 5).
  'owners-ordinary': {
    name: 'owners-ordinary',
    source: '民法典 第二百七十八条第二款',
    byArea: true,
    quorum: atLeast(2n, 3n),
    agreement: over(1n, 2n),
  },
  // Art. 278 (1) items 6 to 8: raising the maintenance fund, rebuilding, changing what common parts are for or living off them.
  'owners-qualified': {
    name: 'owners-qualified',
    source: '民法典 第二百七十八条第二款(第一款第六项至第八项)',
    byArea: true,
    quorum: atLeast(2n, 3n),
    agreement: atLeast(3n, 4n),
  },
  'simple-count': {
    name: 'simple-count',
    source: '事先约定:得票多者在先',
    byArea: false,
    quorum: null,
    agreement: null,
  },
};
