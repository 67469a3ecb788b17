/**
 * Whom an option affects most counts beside how many want it. A ballot says to nobody which options its voter is affected by: it carries
 * one commitment to all of it, as one number with a digit for each option that names whom it affects. Added up over the ballots that want
 * an option, the digits say how many of the affected do.
 */

/** An option that may name whom it affects most. */
export interface MayAffect {
  readonly id: string;
  /** How many voters it affects most; left out: everybody alike. */
  readonly affectedVoters?: number;
}

/** As many options of a round may name whom they affect: their digits fit into one commitment. */
export const MOST_AFFECTING = 12;

/** Fewer affected voters than these could be told by the sums. */
export const LEAST_AFFECTED = 5;

// More voters than a digit can count are in no community.
const DIGIT_BITS = 20n;
const DIGIT = 1n << DIGIT_BITS;

/** What all ballots that want an option hold together. */
export interface AffectedSum {
  readonly option: string;
  /** A digit of 20 bits for each option that names whom it affects, the first lowest; a decimal number. */
  readonly sum: string;
  /** The sum of the blinding factors, a decimal number: with it the commitments open to the sum. */
  readonly blinding: string;
}

/** Ids of the options that name whom they affect, in their order. */
export const affecting = (options: readonly MayAffect[]): string[] =>
  options.flatMap(({ id, affectedVoters }) => (affectedVoters === undefined ? [] : [id]));

/** The number to which the ballot of a voter commits, whom these options affect most. */
export const packed = (options: readonly MayAffect[], affectedBy: readonly string[]): bigint =>
  affecting(options).reduce(
    (sum, id, place) => (affectedBy.includes(id) ? sum + (1n << (DIGIT_BITS * BigInt(place))) : sum),
    0n,
  );

/** How many of the voters in such a sum are affected by an option. */
export const affectedIn = (options: readonly MayAffect[], option: string, sum: bigint): number =>
  Number((sum >> (DIGIT_BITS * BigInt(affecting(options).indexOf(option)))) % DIGIT);
