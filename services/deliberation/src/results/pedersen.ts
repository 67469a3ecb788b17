import { createHash, randomBytes } from 'node:crypto';
import { RistrettoPoint } from '@noble/curves/ed25519';

/**
 * Commitments to areas (Pedersen, on ristretto255): a commitment tells nothing of the area in it, which would name the flat,
 * yet the sum of commitments opens to the sum of areas and the sum of blinding factors.
 */

const { BASE: G } = RistrettoPoint;

// 2 ** 252 + …: the order of the group, from RFC 9496.
const ORDER = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;

// Nobody knows its logarithm to the base: it is hashed to the curve (RFC 9496, 4.3.4), from a text that anybody can read.
const H = RistrettoPoint.hashToCurve(
  createHash('sha512').update('huying deliberation: blinding generator, version 1').digest(),
);

/** A blinding factor: a random number below the group's order, with no bias that matters (512 bits are reduced). */
export const newBlinding = (): bigint => BigInt(`0x${randomBytes(64).toString('hex')}`) % ORDER;

const times = (point: typeof G, factor: bigint) => (factor === 0n ? RistrettoPoint.ZERO : point.multiply(factor));

/** Commits to an area (hundredths of a square metre). */
export const commit = (area: bigint, blinding: bigint): string =>
  times(G, area % ORDER)
    .add(times(H, blinding % ORDER))
    .toHex();

/** The sum of blinding factors. */
export const sumOfBlindings = (blindings: readonly bigint[]): bigint =>
  blindings.reduce((sum, one) => (sum + one) % ORDER, 0n);

/** Whether commitments together hold that area under that blinding factor. False for a text that is no commitment. */
export function opensTo(commitments: readonly string[], area: bigint, blinding: bigint): boolean {
  try {
    const sum = commitments.reduce((total, one) => total.add(RistrettoPoint.fromHex(one)), RistrettoPoint.ZERO);
    return sum.toHex() === commit(area, blinding);
  } catch {
    return false;
  }
}
