import { parseArgs } from 'node:util';
import { describe } from '../faults.js';
import {
  deadLettersCommand,
  dismissCommand,
  replayCommand,
  tailCommand,
  topicsCommand,
  type CommandContext,
} from './commands.js';
import { connectionFrom, UsageError } from './connection.js';
import { writeMissingGolden } from './golden.js';

const USAGE = `npm run events -- <command>

  topics [--list]                                make the topics that are missing and list all; --list only lists
  dead-letters [--service S]                     list what could not be handled, without its contents
  replay --service S [--id ID] [--execute]       publish dead letters again; without --execute only say which
  dismiss --service S --id ID [--execute]        take one off the list that can never be handled
  tail [--topic T] [--from-beginning] [--count N]  show events as they come, personal data masked
  golden                                         write the golden examples that are missing

Kafka is the one of KAFKA_BROKERS (and TOPIC_PREFIX), else that of the platform that \`npm start\` runs here.`;

const commands: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = {
  topics: topicsCommand,
  'dead-letters': deadLettersCommand,
  replay: replayCommand,
  dismiss: dismissCommand,
  tail: tailCommand,
};

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        service: { type: 'string' },
        id: { type: 'string' },
        topic: { type: 'string' },
        count: { type: 'string' },
        execute: { type: 'boolean' },
        list: { type: 'boolean' },
        'from-beginning': { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch (error) {
    // The first sentence; Node's advice that follows is for other cases.
    const [what] = (error as Error).message.split(/\.\s|\n/, 1);
    throw new UsageError(`${what}. See \`npm run events -- --help\`.`);
  }
}

async function main(signal: AbortSignal): Promise<void> {
  const { values: options, positionals } = readArguments();
  const [name, ...rest] = positionals;
  if (options.help || name === undefined) return console.log(USAGE);
  if (name === 'golden') {
    const files = await writeMissingGolden();
    return console.log(files.length > 0 ? files.join('\n') : 'Every event type has its golden examples.');
  }
  const command = commands[name];
  if (!command || rest.length > 0)
    throw new UsageError(`"${positionals.join(' ')}" is no command. See \`npm run events -- --help\`.`);
  const connection = await connectionFrom(process.env);
  try {
    await command({ connection, options, signal, print: (line) => console.log(line) });
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const { code, error: kind } = describe(error);
    const why = code || kind;
    throw new UsageError(
      `Kafka at ${connection.kafka.brokers.join(', ')} does not answer as it should (${why}): is it running?`,
      { cause: error },
    );
  }
}

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
// Closed by the reader of a pipe (`| head`): that is no error.
process.stdout.on('error', () => process.exit());

try {
  await main(ending.signal);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
