/** What matching has to know of a case. Ids are pseudonyms: nothing here says who anybody is. */

/** One person of a side. What nobody has asked them yet stays away, and counts neither way. */
export interface MatchParty {
  readonly personId: string;
  /** A code of GB/T 2260: six digits, or only the two or four that are known. */
  readonly hometown?: string;
  /** `wu-haining`, `southwestern`: a dialect by its group, see `speech.ts`. */
  readonly dialects?: readonly string[];
  /** Languages of ethnic groups that they speak, by ISO 639-3: `zha`, `uig`. */
  readonly languages?: readonly string[];
  /** Where they live, as a key: who has the same one is a neighbour. */
  readonly premises?: string;
  /** Whom they work for, or the employer that they are, as a key. */
  readonly employer?: string;
}

export interface MatchSide {
  readonly id: string;
  /** At least one; for a group those who joined. */
  readonly parties: readonly MatchParty[];
}

export interface MatchCase {
  readonly id: string;
  /** `wages`, `neighbours` …: compared with the fields of mediators. */
  readonly kind: string;
  /** Two or more. */
  readonly sides: readonly MatchSide[];
  /** Who was proposed in this case and is not to come again: refused by a side (art. 19), or declined themselves. */
  readonly passedOver?: readonly string[];
  /** 0 (ordinary) to 3 (today); goes first where there are too few mediators for all. */
  readonly urgency?: number;
}
