import type { ServerName } from '@huying/infrastructure';
import { Command, InvalidArgumentError, Option } from 'commander';

/** What a run of the demo is told. */
export interface DemoOptions {
  /** Who rushes for a place. */
  readonly volunteers: number;
  readonly places: number;
  readonly seed: number;
  /** Who votes about their estate. */
  readonly households: number;
  /** Whether nothing is seeded but the people whom the stories need. */
  readonly bare: boolean;
  /** Whether the main job is all that is told. */
  readonly mainJob?: boolean;
  readonly json: boolean;
  /** A server that is killed in the midst of the rush and comes back a moment later. */
  readonly kill?: ServerName;
  /** A server that is made to say something else than the others in the end: the comparison must notice. */
  readonly falsify?: ServerName;
}

const servers: readonly ServerName[] = ['kafka', 'postgres', 'redis'];

const COMMUNITY_SIZE = 21_000;

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
    .option('--volunteers <n>', 'how many volunteers rush for a place', whole(23, COMMUNITY_SIZE), 2_000)
    .option('--places <n>', 'how many places the need has', whole(1, 1_000), 10)
    .option('--households <n>', 'how many households vote about their estate', whole(60, 5_000), 600)
    .option('--seed <n>', 'another seed is another community', whole(0, 2 ** 31), 2_010)
    .addOption(new Option('--kill <server>', 'kill it in the midst of the rush, and start it again').choices(servers))
    .addOption(
      new Option(
        '--falsify <server>',
        'falsify what it holds in the end: the comparison must notice, and the demo ends with 1',
      ).choices(servers),
    )
    .option('--bare', 'leave out what else goes on in the community', false)
    .option('--main-job', 'tell the main job alone, without the stories after it', false)
    .option('--json', 'print the figures as JSON in the last line', false)
    .parse()
    .opts<DemoOptions>();
  // Half of all are in the groups that are called, and somebody has to wait in line.
  const least = options.places * 3 + 20;
  if (options.volunteers < least) {
    console.error(`For ${options.places} places the rush takes at least ${least} volunteers: choose --volunteers so.`);
    process.exit(64); // EX_USAGE
  }
  return options;
}
