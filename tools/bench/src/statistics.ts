/** The middle one of the values; NaN of none. */
export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The smallest value that at least this part of the values does not exceed; NaN of none. */
export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1))] ?? NaN;
}

/**
 * The median of the ratios round by round: what slows the machine for a while slows both sides of a round alike.
 * NaN if the rounds do not pair up.
 */
export function pairedRatio(ours: readonly number[], theirs: readonly number[]): number {
  if (ours.length !== theirs.length) return NaN;
  return median(ours.map((value, round) => value / (theirs[round] ?? NaN)));
}

/** Seconds that `work` took. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

/** To so many significant digits, for people. */
export function rounded(value: number, digits = 3): number {
  return Number.isFinite(value) ? Number(value.toPrecision(digits)) : value;
}

/** Paths of the numbers in a benchmark's figures that are no figures: JSON would say null. */
export function emptyFigures(figures: object, within: readonly string[] = []): string[] {
  return Object.entries(figures).flatMap(([name, value]: [string, unknown]) => {
    const path = [...within, name];
    if (typeof value === 'object' && value !== null) return emptyFigures(value, path);
    return typeof value === 'number' && !Number.isFinite(value) ? [path.join('.')] : [];
  });
}
