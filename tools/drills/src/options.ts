import { Argument, Command } from 'commander';

const drills = ['backup', 'upgrade', 'rotate-keys'] as const;

/** What a run is told. */
export interface DrillOptions {
  readonly drill: (typeof drills)[number];
  /** The revision that runs before the upgrade; without it, the code that is here, on the schema of now. */
  readonly from?: string;
  /** Those that are replaced; without it, all. */
  readonly services?: readonly string[];
  readonly json: boolean;
}

export function readOptions(): DrillOptions {
  const command = new Command('drill')
    .description('What an administrator does on day two, rehearsed on real Kafka, PostgreSQL and Redis, and checked')
    .addArgument(new Argument('<drill>', 'what is rehearsed').choices(drills))
    .option('--from <revision>', 'upgrade: the revision of git that runs before')
    .option('--services <names>', 'upgrade: only these are started and replaced, separated by commas', (names) =>
      names.split(','),
    )
    .option('--json', 'print what was found as JSON in the last line', false)
    .parse();
  return { drill: command.args[0] as DrillOptions['drill'], ...command.opts<Omit<DrillOptions, 'drill'>>() };
}
