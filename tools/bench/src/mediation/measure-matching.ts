import { defaultMatchingSettings } from '@huying/mediation';
import { median } from '../statistics.js';
import { byChance, byLoad, byMatching, byTruth, qualityOf, type Assigned } from './assignments.js';
import { matchingRows, type Row } from './goals.js';
import type { BenchOptions } from './options.js';
import { simulateCases, type SimulatedCases } from './simulate-cases.js';

/** Mediators and open cases of a district of three communities like Xishan, on a busy day. */
const WORLD = { cases: 60, mediators: 40 };

export const ways = ['chance', 'load', 'matching', 'truth'] as const;
export type Way = (typeof ways)[number];

/** How likely agreements are in one world, by the way its cases were assigned. */
export type WorldFigures = Readonly<Record<Way, number>> & {
  readonly seed: number;
  /** Share of cases for which two mediators are proposed, one close to each side. */
  readonly together: number;
};

export interface SpeedFigures {
  readonly cases: number;
  readonly mediators: number;
  readonly processorSeconds: number;
  readonly seconds: number;
}

export interface MatchingFigures {
  readonly rows: readonly Row[];
  readonly worlds: readonly WorldFigures[];
  readonly speed: readonly SpeedFigures[];
  /** Likelihood of agreement with one weight set to nothing. */
  readonly without: readonly { readonly weight: string; readonly likelihood: number }[];
}

export function stepsOfMatching({ extent }: BenchOptions): number {
  return extent.worlds + 4 * (extent.rounds + 1);
}

export function measureMatching({ extent, seed }: BenchOptions, step: () => void): MatchingFigures {
  const speed = [0.1, 0.25, 0.5, 1].map((part) =>
    timed(Math.round(extent.cases * part), extent.mediators, seed, extent.rounds, step),
  );
  const worlds = Array.from({ length: extent.worlds }, (_, at) => {
    step();
    return oneWorld(seed + at);
  });
  const mean = (way: Way): number => worlds.reduce((sum, world) => sum + world[way], 0) / worlds.length;
  const parts = { matching: mean('matching'), chance: mean('chance'), load: mean('load'), truth: mean('truth') };
  const { matching, chance, load, truth } = parts;
  const last = speed.at(-1);
  const rows = [
    matchingRows.rowOf('assign-seconds', last?.processorSeconds ?? NaN, {
      ...{ cases: last?.cases ?? NaN, mediators: last?.mediators ?? NaN, secondsByTheClock: last?.seconds ?? NaN },
    }),
    matchingRows.rowOf('agreements-of-random', matching / chance, { matching, chance }),
    matchingRows.rowOf('agreements-of-load', matching / load, { matching, load }),
    matchingRows.rowOf('gain-of-truth', (matching - chance) / (truth - chance), parts),
  ];
  return { rows, worlds, speed, without: withoutEach(worlds.map((world) => world.seed)) };
}

function timed(cases: number, mediators: number, seed: number, rounds: number, step: () => void): SpeedFigures {
  const world = simulateCases(seed, { cases, mediators });
  const times = Array.from({ length: rounds + 1 }, () => {
    const [processor, clock] = [process.cpuUsage(), performance.now()];
    byMatching(world);
    const { user, system } = process.cpuUsage(processor);
    step();
    return { processorSeconds: (user + system) / 1e6, seconds: (performance.now() - clock) / 1e3 };
  }).slice(1);
  return {
    ...{ cases, mediators },
    processorSeconds: median(times.map(({ processorSeconds }) => processorSeconds)),
    seconds: median(times.map(({ seconds }) => seconds)),
  };
}

function withoutEach(seeds: readonly number[]): MatchingFigures['without'] {
  const all = seeds.map((seed) => simulateCases(seed, WORLD));
  return Object.keys(defaultMatchingSettings.weights).map((weight) => {
    const weights = { ...defaultMatchingSettings.weights, [weight]: 0 };
    const qualities = all.map((world) => qualityOf(world, byMatching(world, { ...defaultMatchingSettings, weights })));
    return { weight, likelihood: qualities.reduce((sum, one) => sum + one, 0) / qualities.length };
  });
}

function oneWorld(seed: number): WorldFigures {
  const world: SimulatedCases = simulateCases(seed, WORLD);
  const matching = byMatching(world);
  const quality = (assigned: Assigned): number => qualityOf(world, assigned);
  return {
    seed,
    matching: quality(matching),
    chance: quality(byChance(world, matching, seed)),
    load: quality(byLoad(world, matching, seed)),
    truth: quality(byTruth(world, matching)),
    together: [...matching.values()].filter((ids) => ids.length > 1).length / world.cases.length,
  };
}
