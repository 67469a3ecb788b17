import { createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { LineReport } from '@huying/http';
import { ImportError, importFile } from './import-file.js';

const USAGE = `Usage: npm run import -- FILE [--token TOKEN] [--url URL] [--report FILE]

Registers volunteers from FILE, one JSON object in each line. The token of a member of staff comes from --token or
the variable TOKEN; URL is http://127.0.0.1:8080 unless said otherwise; --report keeps what became of each line.
Ends with 0 if every line was taken, 1 if some were refused, 2 if the import could not be carried out.
`;

const SHOWN_REFUSALS = 20;
const COUNTS = ['registered', 'unchanged', 'refused'] as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      token: { type: 'string', default: process.env['TOKEN'] },
      url: { type: 'string', default: 'http://127.0.0.1:8080' },
      report: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [file] = positionals;
  if (values.help || !file || !values.token) {
    process.stderr.write(values.help || !file ? USAGE : `A token is missing: --token or TOKEN.\n\n${USAGE}`);
    return values.help ? 0 : 2;
  }
  // npm runs scripts in the package's folder; INIT_CWD is where the person is.
  const from = (path: string) => resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
  await access(from(file)).catch(() => {
    throw new ImportError(`${file} cannot be read.`);
  });
  const progress = new Progress(await countLines(from(file)));
  const report = values.report === undefined ? undefined : createWriteStream(from(values.report));
  const summary = await importFile({
    file: from(file),
    url: values.url,
    token: values.token,
    onLine: (line) => {
      progress.count(line);
      report?.write(`${JSON.stringify(line)}\n`);
    },
  }).finally(() => progress.end());
  report?.end(`${JSON.stringify(summary)}\n`);
  const { lines, registered, unchanged, refused } = summary.summary;
  process.stdout.write(`${lines} lines: ${registered} registered, ${unchanged} unchanged, ${refused} refused.\n`);
  if (!summary.complete) {
    throw new ImportError(`The import broke off [${summary.code}]; run it again to go on where it stopped.`);
  }
  return refused === 0 ? 0 : 1;
}

/** A bar where there is a person to watch it, elsewhere a line for every tenth; and above it the first lines that are refused. */
class Progress {
  private readonly counts = { registered: 0, unchanged: 0, refused: 0 };
  private readonly bars: MultiBar | undefined;
  private readonly bar: SingleBar | undefined;
  private done = 0;
  private tenths = 0;

  constructor(private readonly total: number) {
    if (!process.stderr.isTTY) return;
    const format = `{bar} {value}/{total} · ${COUNTS.map((name) => `{${name}} ${name}`).join(' · ')}`;
    this.bars = new MultiBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    this.bar = this.bars.create(total, 0, this.counts);
  }

  count(line: LineReport): void {
    this.counts[line.status] += 1;
    this.done += 1;
    if (line.status === 'refused' && this.counts.refused <= SHOWN_REFUSALS) {
      const fields = line.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' ') ?? '';
      this.say(`line ${line.line}: ${line.detail} [${line.code}] ${fields}`);
    }
    this.bar?.update(this.done, this.counts);
    if (!this.bar) this.tellTenth();
  }

  end(): void {
    const hidden = this.counts.refused - SHOWN_REFUSALS;
    if (hidden > 0) this.say(`… and ${hidden} more refused lines; --report keeps all of them.`);
    this.bars?.update();
    this.bars?.stop();
  }

  private tellTenth(): void {
    const tenths = Math.floor((10 * this.done) / Math.max(1, this.total));
    if (tenths === this.tenths) return;
    this.tenths = tenths;
    this.say(`${this.done}/${this.total} · ${COUNTS.map((name) => `${this.counts[name]} ${name}`).join(' · ')}`);
  }

  private say(line: string): void {
    if (this.bars) this.bars.log(`${line}\n`);
    else process.stderr.write(`${line}\n`);
  }
}

async function countLines(path: string): Promise<number> {
  let lines = 0;
  let last: number | undefined;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) lines += 1;
    last = chunk.at(-1);
  }
  return last === undefined || last === 10 ? lines : lines + 1;
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    const wrongUse = (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
    const known = error instanceof ImportError || wrongUse;
    process.stderr.write(known ? `\n${(error as Error).message}\n` : `\n${String((error as Error).stack)}\n`);
    process.exitCode = 2;
  },
);
