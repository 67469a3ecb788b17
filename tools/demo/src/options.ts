import type { ServerName } from '@huying/infrastructure';
import { Command, InvalidArgumentError, Option } from 'commander';

/** What a run of the demo is told. */
export interface DemoOptions {
  /** Who rushes for a place. */
  readonly volunteers: number;
  readonly places: number;
  readonly seed: number;
  readonly json: boolean;
  /** A server that is killed in the midst of the rush and comes back a moment later. */
  readonly kill?: ServerName;
}

const servers: readonly ServerName[] = ['kafka', 'postgres', 'redis'];

function whole(least: number, most: number) {
  return (text: string): number => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

export function readOptions(): DemoOptions {
  const options = new Command('demo')
    .description('One need from the call to the counted service, on real Kafka, PostgreSQL and Redis')
    .option('--volunteers <n>', 'how many volunteers rush for a place', whole(12, 21_000), 2_000)
    .option('--places <n>', 'how many places the need has', whole(1, 1_000), 10)
    .option('--seed <n>', 'another seed is another community', whole(0, 2 ** 31), 2_010)
    .addOption(new Option('--kill <server>', 'kill it in the midst of the rush, and start it again').choices(servers))
    .option('--json', 'print the figures as JSON in the last line', false)
    .parse()
    .opts<DemoOptions>();
  const least = options.places * 2 + 10;
  if (options.volunteers < least) {
    console.error(`For ${options.places} places the rush takes at least ${least} volunteers: choose --volunteers so.`);
    process.exit(64); // EX_USAGE
  }
  return options;
}
