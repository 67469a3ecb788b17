/** A source of chance that gives the same for the same seed, so that everybody's Xishan has the same people in it. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. (mulberry32) */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  oneOf<Thing>(things: readonly Thing[]): Thing {
    const chosen = things[Math.floor(this.next() * things.length)];
    if (chosen === undefined) throw new RangeError('There is nothing to choose from.');
    return chosen;
  }

  /** Up to `most` different ones. */
  someOf<Thing>(things: readonly Thing[], most: number): Thing[] {
    const count = this.whole(0, Math.min(most, things.length));
    const chosen = new Set<Thing>();
    while (chosen.size < count) chosen.add(this.oneOf(things));
    return [...chosen];
  }
}
