/** Smaller chances are not told apart: they could not be stored as what they are. */
const LEAST_CHANCE = 1e-300;

/**
 * The chance that a count with this mean is at least so high, if it is gamma-mixed Poisson (negative binomial). The smaller the shape,
 * the more the mean itself is in doubt. Summed from the count upward: differences from 1 would drown the tail.
 */
export function upperTail(count: number, mean: number, shape: number): number {
  if (count <= 0) return 1;
  if (mean <= 0) return LEAST_CHANCE;
  const q = mean / (mean + shape);
  let term = Math.exp(shape * Math.log1p(-q));
  for (let k = 0; k < count; k++) term *= ((k + shape) / (k + 1)) * q;
  let sum = 0;
  // The smallest numbers do not get smaller by being multiplied: without a floor the sum would never end.
  for (let k = count; term > Math.max(sum * 1e-12, LEAST_CHANCE); k++) {
    sum += term;
    term *= ((k + shape) / (k + 1)) * q;
  }
  return Math.min(1, Math.max(LEAST_CHANCE, sum));
}

/** How surprising it is: the decimal places of the chance. 0 where the count is not above its mean. */
export function surpriseOf(count: number, mean: number, shape: number): number {
  return count <= mean ? 0 : Math.max(0, -Math.log10(upperTail(count, mean, shape)));
}
