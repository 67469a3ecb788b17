/**
 * Many wishes and few to fulfil them: the assignment of the greatest value in all, by shortest augmenting paths (Jonker and
 * Volgenant, 1987), for people who can take several, each one for less than the one before.
 */

export interface Wish {
  /** What it is worth if that one takes it, before `lessFor`; the more the better. */
  readonly valueOf: (at: number) => number;
  readonly may: (at: number) => boolean;
  /** What it is worth that anybody takes it at all. Greater than any value. */
  readonly priority: number;
}

export interface Capacities {
  /** How many each can take, by their number. */
  readonly capacities: readonly number[];
  /** How much less a wish is worth to somebody who has taken so many before; never falls as these grow. */
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

/**
 * Only the best as many as there are wishes matter to each: of those, one is always left over whom nobody else takes.
 * Nothing changes if the rest are not looked at.
 */
function edgesOf(wish: Wish, { capacities, lessFor }: Capacities, most: number): Edge[] {
  const edges: Edge[] = [];
  for (const [at, capacity] of capacities.entries()) {
    if (capacity > 0 && wish.may(at)) edges.push({ at, value: wish.valueOf(at) - lessFor(at, 0) });
  }
  return edges.sort((a, b) => b.value - a.value || a.at - b.at).slice(0, most);
}

/** @returns for each wish who takes it, by their number; undefined where nobody can */
export function bestPairing(wishes: readonly Wish[], given: Capacities): (number | undefined)[] {
  const edges = wishes.map((wish) => edgesOf(wish, given, wishes.length));
  const slots: Slot[] = [];
  const slotsOf = new Map<number, number[]>();
  const result = wishes.map((): number | undefined => undefined);

  /** Opens the next place of somebody: a place beyond the next free one is never worth more than that one. */
  const openSlot = (at: number): void => {
    const own = slotsOf.get(at) ?? [];
    if (own.length >= (given.capacities[at] ?? 0)) return;
    own.push(
      slots.push({ at, less: given.lessFor(at, own.length) - given.lessFor(at, 0), wish: undefined, price: 0 }) - 1,
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
        for (const slot of slotsOf.get(at) ?? []) {
          const one = slots[slot];
          if (!one || done.has(slot)) continue;
          const length: number = base - value + one.less - one.price - own;
          if (length < (distances.get(slot) ?? Infinity)) {
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
      const next: number | undefined = slots[nearest]?.wish;
      if (next === undefined) {
        end = { length: least, slot: nearest, row: from.get(nearest) ?? start };
        break;
      }
      done.add(nearest);
      settled.push([nearest, least]);
      base = least;
      row = next;
    }
    if (!end) throw new Error('A wish can always go without.');
    return { length: end.length, end, settled, rows, from };
  }
}
