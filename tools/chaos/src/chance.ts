import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Chance from a seed: the same seed makes the same choices, though not the same moments. */
export class Chance {
  private readonly generator: RandomGenerator;

  constructor(seed: number) {
    this.generator = xoroshiro128plus(seed);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    return uniformFloat64(this.generator);
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number): number {
    return uniformInt(this.generator, least, most);
  }

  happens(probability: number): boolean {
    return this.next() < probability;
  }

  oneOf<Thing>(things: readonly Thing[]): Thing | undefined {
    return things.length > 0 ? things[this.whole(0, things.length - 1)] : undefined;
  }

  shuffled<Thing>(things: readonly Thing[]): Thing[] {
    return things
      .map((thing) => ({ thing, rank: this.next() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ thing }) => thing);
  }

  /** Another chance, whose choices do not depend on how many this one makes. */
  branch(): Chance {
    return new Chance(this.whole(0, 2 ** 31 - 1));
  }
}
