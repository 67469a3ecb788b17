import { Command, InvalidArgumentError } from 'commander';
import { faultNames, type FaultName } from './faults/faults.js';

/** What a run is told. */
export interface ChaosOptions {
  readonly seconds: number;
  /** Requests after which the run ends, if that comes before the seconds are over. */
  readonly operations: number;
  readonly seed: number;
  readonly processes: number;
  readonly faults: readonly FaultName[];
  /** Entries that the ledger has before the rush. */
  readonly ledger: number;
  readonly json: boolean;
  readonly report: boolean;
  /** Keeps data, logs and history for whoever looks into a finding. */
  readonly keep: boolean;
}

function whole(least: number, most: number) {
  return (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function someFaults(text: string): FaultName[] {
  if (text === 'none') return [];
  const names = text.split(',');
  const unknown = names.find((name) => !(faultNames as string[]).includes(name));
  if (unknown !== undefined) throw new InvalidArgumentError(`${unknown} is none of ${faultNames.join(', ')}.`);
  return names as FaultName[];
}

export function readOptions(): ChaosOptions {
  return new Command('chaos')
    .description(
      'A rush on several claim processes under faults at random moments; then every answer is explained, or not.',
    )
    .option('--seconds <n>', 'how long the rush lasts at most', whole(5, 14_400), 60)
    .option('--operations <n>', 'requests after which it ends', whole(1, 100_000_000), 100_000_000)
    .option('--seed <n>', 'what is done and which faults happen; not when exactly', whole(0, 2 ** 31 - 1), 2_010)
    .option('--processes <n>', 'claim processes behind the one address', whole(1, 8), 3)
    .option('--faults <list>', `none, or some of ${faultNames.join(', ')}`, someFaults, faultNames)
    .option('--ledger <n>', 'entries that the ledger has before the rush', whole(0, 5_000_000), 0)
    .option('--json', 'print the figures as JSON in the last line', false)
    .option('--report', 'write docs/reports/claim-chaos.md and claim-chaos.json', false)
    .option('--keep', 'keep data, logs and history', false)
    .parse()
    .opts<ChaosOptions>();
}
