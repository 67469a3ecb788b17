import { parseArgs } from 'node:util';
import { verifyConsumer, type CheckResult } from '../contract/verify-consumer.js';

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

/** Undefined: it cannot be understood. */
function wishOf(given: string[]): Wish | undefined {
  try {
    const options = { webhook: { type: 'string' }, secret: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ args: given, options, allowPositionals: true });
    const { webhook = '', secret = '' } = values;
    const isSound = URL.canParse(webhook) && /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/.test(secret);
    return positionals.join(' ') === 'verify-consumer' && isSound ? { webhook, secret } : undefined;
  } catch {
    return undefined;
  }
}

async function run({ webhook, secret }: Wish): Promise<number> {
  print(line(['', 'expected', 'got', 'time', 'what was sent']));
  const results = await verifyConsumer({ url: webhook, secret }, (result) => print(line(cells(result))));
  const failed = results.filter(({ passed }) => !passed).length;
  print(failed === 0 ? `All ${results.length} checks passed.` : `${failed} of ${results.length} checks failed.`);
  return failed === 0 ? 0 : 1;
}

const wish = wishOf(process.argv.slice(2));
if (wish) {
  process.exitCode = await run(wish).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  });
} else {
  process.stderr.write(usage);
  process.exitCode = 2;
}
