import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { catalogue } from '../catalogue/catalogue-data.js';
import { tryClassifier, type Tried } from './try-classifier.js';

const USAGE = `Usage: npm run classify -- FILE [--json]

Classifies the messages of FILE by the catalogue, one JSON object in each line with "text" and, if there are, "subject"
and "id". Prints figures and ids only, never what people wrote; --json prints them as one JSON object.
Ends with 0 if every line was a message, 1 if some were none, 2 if the file cannot be read.
`;

const BAR = 40;
const TOLD_LINES = 20;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
  });
  const [file] = positionals;
  if (values.help || !file) {
    process.stderr.write(USAGE);
    return values.help ? 0 : 2;
  }
  // npm runs scripts in the folder of the repository; INIT_CWD is where the person is.
  const path = resolve(process.env['INIT_CWD'] ?? process.cwd(), file);
  const readable = await access(path, constants.R_OK).then(
    () => true,
    () => false,
  );
  if (!readable) {
    process.stderr.write(`${file} cannot be read.\n`);
    return 2;
  }
  const tried = await tryClassifier(path);
  process.stdout.write(values.json ? `${JSON.stringify(tried)}\n` : `${[...report(tried)].join('\n')}\n`);
  const { unread } = tried;
  if (unread.length === 0) return 0;
  const more = unread.length > TOLD_LINES ? ' …' : '';
  process.stderr.write(`No messages, so left out: line ${unread.slice(0, TOLD_LINES).join(', ')}${more}\n`);
  return 1;
}

const percent = (part: number, whole: number): string =>
  `${((100 * part) / Math.max(1, whole)).toFixed(1)} %`.padStart(8);

function* report(tried: Tried): Generator<string> {
  const { messages, accepted, leftToStaff, withoutAnyWord, msEach } = tried;
  yield `messages      ${messages}, ${msEach.toFixed(2)} ms each`;
  yield `accepted      ${accepted}${percent(accepted, messages)}`;
  yield `left to staff ${leftToStaff}${percent(leftToStaff, messages)}, ${withoutAnyWord} of them without any word of the catalogue`;
  yield '\nconfidence of the first choice';
  for (const [tenth, count] of [...tried.confidence.entries()].reverse()) {
    const bar = '█'.repeat(Math.round((BAR * count) / Math.max(1, messages)));
    yield `  ${(tenth / 10).toFixed(1)}–${((tenth + 1) / 10).toFixed(1)} ${String(count).padStart(6)} ${bar}`;
  }
  const row = (code: string, count: number, name = '') =>
    `  ${String(count).padStart(5)}${percent(count, accepted)}  ${code} ${name}`;
  yield '\naccepted by category';
  const categories = new Map(catalogue.categories.map(({ code, nameZh }) => [code, nameZh]));
  for (const [code, count] of Object.entries(tried.byCategory)) yield row(code, count, categories.get(code));
  yield '\naccepted by item';
  const items = new Map(catalogue.items.map(({ code, nameZh }) => [code, nameZh]));
  for (const [code, count] of Object.entries(tried.byItem)) yield row(code, count, items.get(code));
  const least = tried.leastSure.map(({ id, confidence }) => `${id} (${confidence.toFixed(2)})`);
  yield `\nleast sure: ${least.join(', ')}`;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const wrongUse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    process.stderr.write(`${wrongUse ? `${(error as Error).message}\n\n${USAGE}` : String((error as Error).stack)}\n`);
    process.exitCode = 2;
  },
);
