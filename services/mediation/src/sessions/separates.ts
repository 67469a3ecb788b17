/** What separates the sides, from what each has put forward: plain arithmetic that a mediator can check. */

/** One proposal, in the order in which they were made. */
export interface Position {
  readonly side: number;
  /** Fen; null: it is not about money. */
  readonly amountFen: number | null;
}

/** How far a side has come. */
export interface SidePosition {
  readonly side: number;
  /** Fen: the first and the latest number. */
  readonly first: number;
  readonly latest: number;
  /** Fen, towards the other sides; negative: away from them. */
  readonly moved: number;
}

export interface Separation {
  readonly positions: readonly SidePosition[];
  /** Fen between the farthest of the latest numbers; null: fewer than two sides have named one. */
  readonly gapFen: number | null;
  /** Of the first gap, the share that is still open, 0 to 1 or more; null: no gap to begin with. */
  readonly stillOpen: number | null;
  /** The side that moved least; 0: nobody can be said to hold out. */
  readonly holdsOut: number;
}

/** @param proposals of the whole case, in order */
export function separation(proposals: readonly Position[]): Separation {
  const numbers = new Map<number, number[]>();
  for (const { side, amountFen } of proposals) {
    if (amountFen !== null) numbers.set(side, [...(numbers.get(side) ?? []), amountFen]);
  }
  const named = [...numbers].sort(([a], [b]) => a - b);
  if (named.length < 2) return { positions: named.map(unmoved), gapFen: null, stillOpen: null, holdsOut: 0 };
  const firsts = named.map(([, all]) => all[0] ?? 0);
  const latests = named.map(([, all]) => all.at(-1) ?? 0);
  const middle = (Math.max(...firsts) + Math.min(...firsts)) / 2;
  const positions = named.map(([side], index) => {
    const [first, latest] = [firsts[index] ?? 0, latests[index] ?? 0];
    return { side, first, latest, moved: first >= middle ? first - latest : latest - first };
  });
  const [firstGap, gapFen] = [spread(firsts), spread(latests)];
  return {
    positions,
    gapFen,
    stillOpen: firstGap === 0 ? null : gapFen / firstGap,
    holdsOut: gapFen === 0 ? 0 : leastMoved(positions),
  };
}

const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);

const unmoved = ([side, all]: [number, number[]]): SidePosition => ({
  side,
  first: all[0] ?? 0,
  latest: all.at(-1) ?? 0,
  moved: 0,
});

function leastMoved(positions: readonly SidePosition[]): number {
  const [least, next] = [...positions].sort((a, b) => a.moved - b.moved);
  return least && next && least.moved < next.moved ? least.side : 0;
}
