/** Where somebody stands on each axis. */
export type Point = readonly number[];

const distance = (a: Point, b: Point): number => Math.hypot(...a.map((at, axis) => at - (b[axis] ?? 0)));

/**
 * How well groups are told apart (Rousseeuw 1987): the mean over all points of (b - a) / max(a, b), where a is the mean distance to the
 * own group and b that to the nearest other.
 * @returns -1 to 1
 */
export function silhouetteOf(points: readonly Point[], clusters: readonly number[], k: number): number {
  const widths = points.map((point, index) => {
    const sums = new Array<number>(k).fill(0);
    const counts = new Array<number>(k).fill(0);
    for (const [other, cluster] of clusters.entries()) {
      if (other === index) continue;
      sums[cluster] = (sums[cluster] ?? 0) + distance(point, points[other] ?? []);
      counts[cluster] = (counts[cluster] ?? 0) + 1;
    }
    const means = sums.map((sum, cluster) => sum / (counts[cluster] ?? 0));
    const own = clusters[index] ?? 0;
    if (counts[own] === 0) return 0;
    const [a, b] = [means[own] ?? 0, Math.min(...means.filter((_, cluster) => cluster !== own))];
    const widest = Math.max(a, b);
    return widest === 0 ? 0 : (b - a) / widest;
  });
  return widths.reduce((sum, width) => sum + width, 0) / widths.length;
}
