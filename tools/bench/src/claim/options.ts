import { Command, InvalidArgumentError } from 'commander';
import { rowNames, type RowName } from './rows.js';

/** How much is measured. */
export interface Extent {
  /** Rounds that count; one more before them warms up. */
  readonly rounds: number;
  /** How long each variant is under load in each round. */
  readonly secondsEach: number;
  readonly volunteers: number;
  readonly connections: number;
  /** Decisions of one measurement of a script. */
  readonly decisions: number;
  /** What divides the large sizes: 1 in full. */
  readonly shrink: number;
  readonly rushers: readonly number[];
}

export interface BenchOptions {
  readonly extent: Extent;
  readonly quick: boolean;
  readonly json: boolean;
  readonly report: boolean;
  readonly only: ReadonlySet<RowName>;
}

const full: Extent = {
  rounds: 5,
  secondsEach: 2,
  volunteers: 20_000,
  connections: 128,
  decisions: 20_000,
  shrink: 1,
  rushers: [1, 3, 10, 30, 100, 300, 1_000, 2_000],
};

/** Sized for a check on every change: that everything runs and every row has its figure, not what the figure is. */
const quick: Extent = {
  rounds: 1,
  secondsEach: 0.4,
  volunteers: 2_000,
  connections: 32,
  decisions: 2_000,
  shrink: 100,
  rushers: [1, 100],
};

function whole(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 99) return number;
  throw new InvalidArgumentError('It must be a whole number from 1 to 99.');
}

function row(text: string, before: RowName[]): RowName[] {
  const name = rowNames.find((known) => known === text);
  if (!name) throw new InvalidArgumentError(`There is no such row; there are ${rowNames.join(', ')}.`);
  return [...before, name];
}

export function readOptions(): BenchOptions {
  const given = new Command('bench:claim')
    .description('Measures the claim core beside its peers on real Redis, PostgreSQL and Kafka, in one run.')
    .option('--json', 'print the figures as one JSON object in the last line', false)
    .option('--quick', 'small sizes, one round: checks that every row has a figure', false)
    .option('--only <row>', 'measure this row; may be repeated', row, [])
    .option('--rounds <number>', 'rounds that count, after one to warm up', whole)
    .option('--report', 'write docs/reports/claim-benchmark.md and its plots', false)
    .parse()
    .opts<{ json: boolean; quick: boolean; only: RowName[]; rounds?: number; report: boolean }>();
  const extent = given.quick ? quick : full;
  return {
    quick: given.quick,
    json: given.json,
    report: given.report,
    only: new Set(given.only.length > 0 ? given.only : rowNames),
    extent: given.rounds ? { ...extent, rounds: given.rounds } : extent,
  };
}
