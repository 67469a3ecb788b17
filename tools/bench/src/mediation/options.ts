import { Command, InvalidArgumentError } from 'commander';

/** How much is simulated. */
export interface Extent {
  /** Years of a community for the early warning. */
  readonly years: number;
  /** Worlds of cases and mediators for the matching. */
  readonly worlds: number;
  /** The largest number of open cases and of mediators whose assignment is timed. */
  readonly cases: number;
  readonly mediators: number;
  /** How often each is timed. */
  readonly rounds: number;
}

export interface BenchOptions {
  readonly extent: Extent;
  /** The first seed; each year and each world has the next one. */
  readonly seed: number;
  readonly json: boolean;
  readonly report: boolean;
}

/** The settings were chosen with the seeds from 1 to 20. Reports must be about others. */
export const LAST_TUNING_SEED = 20;

const full: Extent = { years: 40, worlds: 100, cases: 500, mediators: 5_000, rounds: 5 };

/** Sized for a check on every change: that everything runs and every row has its figure, not what the figure is. */
const quick: Extent = { years: 3, worlds: 5, cases: 50, mediators: 500, rounds: 1 };

function seedOf(text: string): number {
  const seed = Number(text);
  if (Number.isInteger(seed) && seed > LAST_TUNING_SEED && seed <= 1_000_000) return seed;
  throw new InvalidArgumentError(
    `It must be a whole number from ${LAST_TUNING_SEED + 1} to 1000000: the settings were chosen with the smaller ones.`,
  );
}

export function readOptions(): BenchOptions {
  const given = new Command('bench:mediation')
    .description('Measures matching and early warning on simulated cases and complaints whose truth is known.')
    .option('--json', 'print the figures as one JSON object in the last line', false)
    .option('--quick', 'little of everything: checks that every row has a figure', false)
    .option('--seed <number>', 'the first seed', seedOf, 1_001)
    .option('--report', 'write docs/reports/mediation-*.md and their plots', false)
    .parse()
    .opts<{ json: boolean; quick: boolean; seed: number; report: boolean }>();
  const { json, quick: little, seed, report } = given;
  return { extent: little ? quick : full, seed, json, report };
}
