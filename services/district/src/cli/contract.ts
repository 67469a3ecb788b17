import { parseArgs } from 'node:util';
import { isSecretDoubtful, verifyConsumer, type CheckResult } from '../contract/verify-consumer.js';

const usage = `Usage: npm run contract -- verify-consumer --webhook URL --secret whsec_…
  Sends your consumer an example of every event that districts get, and what else it must be ready for: repetitions, what is not known
  yet, another order, a big event, forgeries. Run it against a consumer for tests: the events are not real.
  Exit: 0 all passed, 1 something failed, 2 nothing could be checked.
`;

const cells = ({ name, passed, expected, got, milliseconds }: CheckResult): string[] => [
  ...[passed ? 'passed' : 'FAILED', expected, got, `${milliseconds} ms`, name],
];
const widths = [6, 8, 19, 9, 0];
const line = (columns: readonly string[]): string =>
  columns
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join('  ')
    .trimEnd();
const print = (text: string): void => void process.stdout.write(`${text}\n`);

interface Wish {
  readonly webhook: string;
  readonly secret: string;
}

/** What was typed cannot be understood; the message says why, and never quotes a secret. */
class UsageError extends Error {}

const isAddress = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** @throws UsageError */
function wishOf(given: string[]): Wish {
  const options = { webhook: { type: 'string' }, secret: { type: 'string' } } as const;
  const { values, positionals } = understood(() => parseArgs({ args: given, options, allowPositionals: true }));
  const { webhook = '', secret = '' } = values;
  if (positionals.join(' ') !== 'verify-consumer') throw new UsageError('The command is verify-consumer.');
  if (!isAddress(webhook)) throw new UsageError('--webhook must be an address such as http://127.0.0.1:9000/.');
  if (!/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret)) {
    throw new UsageError('--secret must be that of a webhook: whsec_ and Base64 of 24 to 64 bytes.');
  }
  return { webhook, secret };
}

function understood<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

async function run({ webhook, secret }: Wish): Promise<number> {
  print(line(['', 'expected', 'got', 'time', 'what was sent']));
  const results = await verifyConsumer({ url: webhook, secret }, (result) => print(line(cells(result))));
  const failed = results.filter(({ passed }) => !passed).length;
  print(failed === 0 ? `All ${results.length} checks passed.` : `${failed} of ${results.length} checks failed.`);
  if (isSecretDoubtful(results)) print('Nearly all that was to be taken was answered 401: is the secret right?');
  return failed === 0 ? 0 : 1;
}

try {
  process.exitCode = await run(wishOf(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  if (error instanceof UsageError) process.stderr.write(usage);
  process.exitCode = 2;
}
