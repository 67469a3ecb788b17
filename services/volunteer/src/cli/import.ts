import { createReadStream, createWriteStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { LineReport } from '../volunteers/import-volunteers/report.js';
import { ImportError, importFile } from './import-file.js';

const USAGE = `Usage: npm run import -- FILE [--token TOKEN] [--url URL] [--report FILE]

Registers volunteers from FILE, one JSON object in each line. The token of a member of staff comes from --token or
the variable TOKEN; URL is http://127.0.0.1:8080 unless said otherwise; --report keeps what became of each line.
Ends with 0 if every line was taken, 1 if some were refused, 2 if the import could not be carried out.
`;

const SHOWN_REFUSALS = 20;

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
  });
  report?.end(`${JSON.stringify(summary)}\n`);
  progress.end();
  const { lines, registered, unchanged, refused } = summary.summary;
  process.stdout.write(`${lines} lines: ${registered} registered, ${unchanged} unchanged, ${refused} refused.\n`);
  if (!summary.complete) {
    throw new ImportError(`The import broke off [${summary.code}]; run it again to go on where it stopped.`);
  }
  return refused === 0 ? 0 : 1;
}

/** One line that is written anew as the report comes in, where there is a person to watch it. */
class Progress {
  private readonly counts = { registered: 0, unchanged: 0, refused: 0 };
  private done = 0;
  private shownAt = 0;

  constructor(private readonly total: number) {}

  count(line: LineReport): void {
    this.counts[line.status] += 1;
    this.done += 1;
    if (line.status === 'refused' && this.counts.refused <= SHOWN_REFUSALS) {
      const fields = line.errors?.map(({ pointer, detail }) => `${pointer} ${detail}`).join(' ') ?? '';
      this.clear();
      process.stderr.write(`line ${line.line}: ${line.detail} [${line.code}] ${fields}\n`);
    }
    if (performance.now() - this.shownAt > 100) this.show();
  }

  end(): void {
    this.show();
    if (process.stderr.isTTY) process.stderr.write('\n');
    const hidden = this.counts.refused - SHOWN_REFUSALS;
    if (hidden > 0) process.stderr.write(`… and ${hidden} more refused lines; --report keeps all of them.\n`);
  }

  private show(): void {
    this.shownAt = performance.now();
    if (!process.stderr.isTTY) return;
    const width = 30;
    const share = this.total === 0 ? 1 : Math.min(1, this.done / this.total);
    const bar = '█'.repeat(Math.round(share * width)).padEnd(width, '░');
    const { registered, unchanged, refused } = this.counts;
    process.stderr.write(
      `\r${bar} ${this.done}/${this.total} · ${registered} registered · ${unchanged} unchanged · ${refused} refused`,
    );
  }

  private clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
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
