import { createHash } from 'node:crypto';

/** One of those who applied, with their lots. */
export interface Applicant {
  readonly claim: string;
  readonly lots: number;
}

/** A draw as anyone can do it again: what went in, and who came out in which order (indexes of the applicants). */
export interface DrawResult {
  readonly seed: string;
  readonly commitment: string;
  readonly applicants: readonly Applicant[];
  readonly order: readonly number[];
}

/** Lots of somebody who had no place lately; each place halves them, down to one. */
export const MOST_LOTS = 16;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What is told when the window opens: nobody can choose the seed once they know who has applied. */
export const commitmentOf = (seed: string): string => sha256(seed);

/** Lots of somebody who had so many places lately. */
export const lotsFor = (places: number): number => Math.max(1, MOST_LOTS >> Math.min(places, 4));

/**
 * Draws: every lot is the SHA-256 of `<mix>|<claim id>|<number of the lot, from 1>` where mix is the SHA-256 of the seed and
 * of all claim ids in their order; an applicant is as good as their lowest lot, and the lowest goes first. So who has twice
 * the lots is first twice as often; nobody can foresee the order while claims still come in; and everyone can draw again.
 * @param applicants in the order of their claim ids
 */
export function draw(seed: string, applicants: readonly Applicant[]): number[] {
  const mix = sha256([seed, ...applicants.map(({ claim }) => claim)].join('|'));
  const best = applicants.map(({ claim, lots }) => {
    let lowest = 'g';
    for (let lot = 1; lot <= lots; lot += 1) {
      const drawn = sha256(`${mix}|${claim}|${lot}`);
      if (drawn < lowest) lowest = drawn;
    }
    return lowest;
  });
  return applicants.map((_, index) => index).sort((a, b) => ((best[a] ?? '') < (best[b] ?? '') ? -1 : 1));
}

/** Why a draw is not to be trusted; nothing where it is. */
export function faultsOf(result: DrawResult): string[] {
  const { seed, commitment, applicants, order } = result;
  const faults: string[] = [];
  if (commitmentOf(seed) !== commitment) faults.push('The seed is not the one that was committed to.');
  const claims = applicants.map(({ claim }) => claim);
  if (claims.some((claim, index) => index > 0 && claim <= (claims[index - 1] ?? ''))) {
    faults.push('The applicants are not in the order of their claims, or one is there twice.');
  }
  if (applicants.some(({ lots }) => !Number.isInteger(lots) || lots < 1 || lots > MOST_LOTS)) {
    faults.push(`An applicant has a number of lots that nobody has (1 to ${MOST_LOTS}).`);
  }
  if (JSON.stringify(draw(seed, applicants)) !== JSON.stringify(order)) {
    faults.push('Drawing again gives another order.');
  }
  return faults;
}
