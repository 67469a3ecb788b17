import {
  randomBernoulli,
  randomGamma,
  randomGeometric,
  randomInt,
  randomLcg,
  randomLogNormal,
  randomNormal,
  randomPoisson,
  randomUniform,
} from 'd3-random';

/** A source of chance from a seed: the same seed tells the same story. */
export class Chance {
  private readonly source: () => number;

  constructor(seed: number) {
    // The generator takes 0 to 1; neighbouring seeds would begin alike, so they are spread and the first draws thrown away.
    this.source = randomLcg(((seed * 0.6180339887498949) % 1) + Number.EPSILON);
    for (let at = 0; at < 16; at++) this.source();
  }

  /** From 0 up to, not including, 1. */
  readonly next = (): number => this.source();
  readonly happens = (probability: number): boolean => randomBernoulli.source(this.source)(probability)() === 1;
  /** A whole number from `least` to `most`, both included. */
  readonly whole = (least: number, most: number): number => randomInt.source(this.source)(least, most + 1)();
  readonly between = (least: number, most: number): number => randomUniform.source(this.source)(least, most)();
  readonly normal = (mean: number, deviation: number): number => randomNormal.source(this.source)(mean, deviation)();
  readonly poisson = (mean: number): number => (mean > 0 ? randomPoisson.source(this.source)(mean)() : 0);
  /** With mean 1; the smaller the shape, the more it varies. */
  readonly varying = (shape: number): number => randomGamma.source(this.source)(shape, 1 / shape)();
  /** Around a median; `spread` is the deviation of the logarithm. */
  readonly logNormal = (median: number, spread: number): number =>
    randomLogNormal.source(this.source)(Math.log(median), spread)();
  /** How many times in a row something happens that happens with that probability. */
  readonly run = (probability: number): number => randomGeometric.source(this.source)(1 - probability)() - 1;

  readonly oneOf = <Thing>(things: readonly Thing[]): Thing => {
    const thing = things[this.whole(0, things.length - 1)];
    if (thing === undefined) throw new RangeError('There is nothing to choose from.');
    return thing;
  };

  /** One of them, each as likely as it weighs. */
  readonly weighted = <Thing>(things: readonly (readonly [Thing, number])[]): Thing => {
    let left = this.next() * things.reduce((sum, [, weight]) => sum + weight, 0);
    const found = things.find(([, weight]) => (left -= weight) < 0) ?? things.at(-1);
    if (!found) throw new RangeError('There is nothing to choose from.');
    return found[0];
  };

  readonly shuffled = <Thing>(things: readonly Thing[]): Thing[] =>
    things
      .map((thing) => [this.next(), thing] as const)
      .sort(([a], [b]) => a - b)
      .map(([, thing]) => thing);
}
