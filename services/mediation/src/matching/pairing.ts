/**
 * Many wishes and few to fulfil them: the assignment of the greatest value in all, by shortest augmenting paths (Jonker and
 * Volgenant, 1987), for people who can take several, each one for less than the one before.
 */

export interface Wish {
  /** What it is worth if that one takes it, before `lessFor`: a whole number, the more the better. */
  readonly valueOf: (at: number) => number;
  readonly may: (at: number) => boolean;
  /** What it is worth that anybody takes it at all. Greater than any value. */
  readonly priority: number;
}

export interface Capacities {
  /** How many each can take, by their number. */
  readonly capacities: readonly number[];
  /** How much less a wish is worth to somebody who has taken so many before: a whole number that never falls as these grow. */
  readonly lessFor: (at: number, taken: number) => number;
}

interface Edge {
  readonly at: number;
  /** Of their first place. */
  readonly value: number;
}

/** Somebody's n-th place, as a column of the assignment problem. */
interface Slot {
  readonly at: number;
  /** How much less it is worth than their first place. */
  readonly less: number;
  wish: number | undefined;
  /** The dual of the column. */
  price: number;
}

/** The value that so many of them reach; the least of all if there are fewer. Counted, for that is quicker than sorting. */
function reachedBy(values: readonly number[], most: number): number {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (values.length <= most) return least;
  const counts = new Uint32Array(greatest - least + 1);
  for (const value of values) counts[value - least] = (counts[value - least] ?? 0) + 1;
  let value = greatest;
  for (let count = counts[value - least] ?? 0; count < most; count += counts[value - least] ?? 0) value--;
  return value;
}

/**
 * Only the best as many as there are wishes matter to each: of those, one is always left over whom nobody else takes.
 * Nothing changes if the rest are not looked at. The best first.
 */
function edgesOf({ may, valueOf }: Wish, capacities: readonly number[], less: readonly number[], most: number): Edge[] {
  const possible: number[] = [];
  const values: number[] = [];
  for (let at = 0; at < capacities.length; at++) {
    if ((capacities[at] ?? 0) <= 0 || !may(at)) continue;
    possible.push(at);
    values.push(valueOf(at) - (less[at] ?? 0));
  }
  const from = reachedBy(values, most);
  const edges: Edge[] = [];
  for (let index = 0; index < possible.length; index++) {
    const [at, value] = [possible[index], values[index]];
    if (at !== undefined && value !== undefined && value >= from) edges.push({ at, value });
  }
  return edges.sort((a, b) => b.value - a.value || a.at - b.at).slice(0, most);
}

/** @returns for each wish who takes it, by their number; undefined where nobody can */
export function bestPairing(wishes: readonly Wish[], given: Capacities): (number | undefined)[] {
  const firstLess = given.capacities.map((_, at) => given.lessFor(at, 0));
  const edges = wishes.map((wish) => edgesOf(wish, given.capacities, firstLess, wishes.length));
  const slots: Slot[] = [];
  const slotsOf = new Map<number, number[]>();
  const result = wishes.map((): number | undefined => undefined);

  /** Opens the next place of somebody: a place beyond the next free one is never worth more than that one. */
  const openSlot = (at: number): void => {
    const own = slotsOf.get(at) ?? [];
    if (own.length >= (given.capacities[at] ?? 0)) return;
    own.push(
      slots.push({ at, less: given.lessFor(at, own.length) - (firstLess[at] ?? 0), wish: undefined, price: 0 }) - 1,
    );
    slotsOf.set(at, own);
  };
  for (const list of edges) for (const { at } of list) if (!slotsOf.has(at)) openSlot(at);

  /** What it costs each wish to go without. */
  const costs = wishes.map(({ priority }) => priority);
  const rowPrice = wishes.map(() => 0);

  for (const start of wishes.keys()) {
    const found = shortestPath(start);
    for (const [slot, distance] of found.settled) {
      const one = slots[slot];
      if (one) one.price += distance - found.length;
    }
    for (const [row, distance] of found.rows) rowPrice[row] = (rowPrice[row] ?? 0) + found.length - distance;
    moveAlong(start, found.end, found.from);
    const { slot: last } = found.end;
    if (last !== undefined) openSlot(slots[last]?.at ?? -1);
  }
  return result.map((slot) => (slot === undefined ? undefined : slots[slot]?.at));

  /** Along the path everybody moves on by one; a path that ends without a place leaves its last wish without one. */
  function moveAlong(start: number, end: { slot: number | undefined; row: number }, from: Map<number, number>): void {
    let slot = end.slot;
    let row: number | undefined = end.row;
    while (row !== undefined) {
      const before: number | undefined = result[row];
      result[row] = slot;
      const taken = slot === undefined ? undefined : slots[slot];
      if (taken) taken.wish = row;
      slot = before;
      row = row === start || slot === undefined ? undefined : from.get(slot);
    }
  }

  /** From a wish without a place to the cheapest end: a place that is free, or some wish that goes without. */
  function shortestPath(start: number) {
    const distances = new Map<number, number>();
    const from = new Map<number, number>();
    const settled: [number, number][] = [];
    const done = new Set<number>();
    const rows: [number, number][] = [];
    let end: { length: number; slot: number | undefined; row: number } | undefined;
    let row: number | undefined = start;
    let base = 0;
    while (row !== undefined) {
      rows.push([row, base]);
      const own: number = rowPrice[row] ?? 0;
      const without: number = base + (costs[row] ?? 0) - own;
      if (!end || without < end.length) end = { length: without, slot: undefined, row };
      for (const { at, value } of edges[row] ?? []) {
        // They come by value, and neither price nor load makes one cheaper: nothing behind this one ends sooner.
        if (base - value - own >= end.length) break;
        for (const slot of slotsOf.get(at) ?? []) {
          const one = slots[slot];
          if (!one || done.has(slot)) continue;
          const length: number = base - value + one.less - one.price - own;
          if (length >= Math.min(end.length, distances.get(slot) ?? Infinity)) continue;
          if (one.wish === undefined) end = { length, slot, row };
          else {
            distances.set(slot, length);
            from.set(slot, row);
          }
        }
      }
      let nearest: number | undefined;
      let least = Infinity;
      for (const [slot, length] of distances) {
        if (length < least && !done.has(slot)) [nearest, least] = [slot, length];
      }
      if (nearest === undefined || least >= end.length) break;
      done.add(nearest);
      settled.push([nearest, least]);
      base = least;
      row = slots[nearest]?.wish;
    }
    if (!end) throw new Error('A wish can always go without.');
    return { length: end.length, end, settled, rows, from };
  }
}
