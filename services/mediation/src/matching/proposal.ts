import type { TieKind } from './candidate.js';
import type { Nearness } from './hometown.js';
import type { Understanding } from './speech.js';

/** Why a candidate cannot be proposed in a case. */
export const exclusionCodes = [
  'party', // of this case
  'party-elsewhere',
  'family',
  'employer',
  'landlord',
  'neighbour',
  'passed-over', // in this case: a side refused them, or they declined
  'refused-before', // by somebody of a side, in another case
  'not-in-term',
  'not-available',
  'at-load-limit',
  'not-from-there', // a go-between who is not from the hometown of the side that holds out
] as const;
export type ExclusionCode = (typeof exclusionCodes)[number];

export interface Excluded {
  readonly candidateId: string;
  /** All that apply, in the order of `exclusionCodes`. */
  readonly because: readonly ExclusionCode[];
}

/** Of a side's people whose answer is known, so many are as near as that; the others are less so. */
interface Among {
  readonly people: number;
  readonly known: number;
}

/** One thing that speaks for a candidate, with what a person needs to check it. Points are to a tenth. */
export type MatchReason = { readonly points: number } & (
  | ({ readonly kind: 'hometown'; readonly sideId: string; readonly nearness: Nearness } & Among)
  | ({ readonly kind: 'speech'; readonly sideId: string } & Understanding & Among)
  | { readonly kind: 'every-side' }
  | { readonly kind: 'field'; readonly field: string }
  | { readonly kind: 'load'; readonly load: number; readonly loadLimit: number }
  /** `ended` of this kind and `endedAll` of all kinds; `rate` is what is left after drawing it to the others. */
  | {
      readonly kind: 'outcomes';
      readonly agreed: number;
      readonly ended: number;
      readonly endedAll: number;
      readonly rate: number;
    }
);

/**
 * `every-side`: close to all. `no-side`: close to none. `together`: close to some, and `withId` is close to the others.
 * `one-sided`: close to some, and nobody who is free is close to the others: the others are to be told before they choose.
 */
export type Balance = 'every-side' | 'no-side' | 'together' | 'one-sided';

export interface RankedCandidate {
  readonly candidateId: string;
  /** The sum of the reasons' points, to a tenth; 100 at most by default. */
  readonly points: number;
  readonly reasons: readonly MatchReason[];
}

export interface MediatorProposal extends RankedCandidate {
  readonly balance: Balance;
  /** With whom they are proposed. */
  readonly withId?: string;
  /** Sides that they are close to. */
  readonly closeTo: readonly string[];
}

export interface GoBetweenProposal extends RankedCandidate {
  /** What a go-between has to do with people of the case; both sides are told, and both must accept (art. 20). */
  readonly disclosed: readonly TieKind[];
}

export interface Proposals<Proposal extends RankedCandidate> {
  /** The best first. */
  readonly proposals: readonly Proposal[];
  /** Everybody else, by id. */
  readonly excluded: readonly Excluded[];
}
