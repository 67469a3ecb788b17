import { readFile } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import { thisMachine } from '../report-parts.js';
import { rounded } from '../statistics.js';
import { openClaimBed } from './bed.js';
import { measureCluster } from './cluster-row.js';
import { measureContention, measureHttp, Rushes, variants, type ContentionFigures } from './http-rows.js';
import { measureJournal } from './journal-row.js';
import { furnish, type Laboratory } from './laboratory.js';
import { measureMemory } from './memory-row.js';
import { readOptions, type BenchOptions } from './options.js';
import { measureRebuild } from './rebuild-rows.js';
import { writeReport, type Findings } from './report.js';
import { withoutFigure, type Row, type RowName } from './rows.js';
import { measureScripts } from './script-rows.js';
import { measureSizes, type SizeFigures } from './size-rows.js';

const reports = new URL('../../../../docs/reports/', import.meta.url);

const sizeRows: RowName[] = ['cost-at-open-needs', 'cost-at-claims', 'cost-at-line', 'cost-at-calendar', 'cost-at-log'];
const httpRows: RowName[] = [
  'refused-of-bare',
  'committed-of-bare',
  'committed-of-update',
  'committed-of-redlock',
  'held-p99-of-bare',
];

/** Measurements by the rows that they give; they run one after the other, the quiet ones first. */
const measurements: readonly (readonly [RowName[], (lab: Laboratory) => Promise<Row[]>])[] = [
  [['script-of-minimal', 'sold-out-of-minimal'], measureScripts],
  [['bytes-per-held-claim'], measureMemory],
  [['two-shards-of-one'], measureCluster],
  [['journal-of-transactions'], measureJournal],
];

const options = readOptions();
const say = (line: string): void => console.error(line);
const bar = new SingleBar({
  format: '{bar} {percentage}% | {elapsed} s | {what}',
  stream: process.stderr,
  clearOnComplete: true,
});

const asked = (names: readonly RowName[]): boolean => names.some((name) => options.only.has(name));

/** How many times `step` will be called. */
function stepsOf({ extent, only }: BenchOptions): number {
  const rounds = extent.rounds + 1;
  const measured = measurements.filter(([names]) => asked(names)).length;
  const sizes = sizeRows.filter((name) => only.has(name)).length;
  const contention = options.report ? extent.rushers.length * variants.length : 0;
  return (
    measured * rounds +
    sizes * (rounds + 1) +
    (asked(httpRows) ? 1 + rounds * (variants.length + 1) + contention : 0) +
    (asked(['rebuild-rate', 'rebuild-gate']) ? 5 : 0)
  );
}

const bed = await openClaimBed(say);
const rows: Row[] = [];
let contention: ContentionFigures[] = [];
let sizes: SizeFigures[] = [];
let lab: Laboratory | undefined;
try {
  const what = { what: 'setting up' };
  bar.start(stepsOf(options), 0, what);
  lab = await furnish(bed, options.extent, () => bar.increment());
  const furnished = lab;
  for (const [names, measure] of measurements) {
    await attempt(names, names.join(', '), async () => void rows.push(...(await measure(furnished))));
  }
  await attempt(sizeRows, 'cost against size', async () => {
    const measured = await measureSizes(furnished, options.only);
    rows.push(...measured.rows);
    sizes = measured.figures;
  });
  await attempt(httpRows, 'claims over HTTP', async () => {
    const rushes = await Rushes.open(furnished);
    rows.push(...(await measureHttp(rushes)));
    if (options.report) {
      bar.update({ what: 'throughput and latency against contention' });
      contention = await measureContention(rushes);
    }
    rushes.close();
  });
  await attempt(['rebuild-rate', 'rebuild-gate'], 'rebuilding a pool', async () => {
    rows.push(...(await measureRebuild(furnished)));
  });
  bar.stop();
  const findings = await findingsSoFar();
  for (const { title, value, goal, comparison, met } of findings.rows) {
    say(`${met ? '✓' : '✗'} ${title}: ${rounded(value)} (${comparison} ${goal})`);
  }
  const missing = withoutFigure(options.only, findings.rows);
  if (missing.length > 0) say(`Without a figure: ${missing.join(', ')}.`);
  process.exitCode = missing.length > 0 ? 1 : 0;
  if (options.json) console.log(JSON.stringify(findings));
} finally {
  bar.stop();
  lab?.redis.client.disconnect();
  await bed.close();
}

/** Measures what was asked for; what fails costs its own rows their figures, not those of the others. */
async function attempt(names: readonly RowName[], what: string, measure: () => Promise<void>): Promise<void> {
  if (!asked(names)) return;
  bar.update({ what });
  // Without a terminal the bar is not drawn.
  if (!process.stderr.isTTY) say(`Measuring ${what}…`);
  try {
    await measure();
  } catch (error) {
    console.error(`\n${names.join(', ')}:`, error);
  }
  if (options.report) {
    // After each part: a long run that is stopped has not been for nothing.
    const earlier = await readFile(new URL('claim-benchmark.md', reports), 'utf8').catch(() => '');
    await writeReport(reports, await findingsSoFar(), earlier);
  }
}

async function findingsSoFar(): Promise<Findings> {
  return {
    rows: rows.filter(({ name }) => options.only.has(name)),
    contention,
    sizes,
    machine: { ...thisMachine(), redis: await redisVersion(), postgres: await postgresVersion() },
    rounds: options.extent.rounds,
    measuredAt: new Date().toISOString(),
  };
}

async function redisVersion(): Promise<string> {
  const info = await bed.redis.info('server');
  const of = (name: string) => new RegExp(`^${name}:(\\S+)`, 'm').exec(info)?.[1];
  const valkey = of('valkey_version');
  return valkey ? `Valkey ${valkey}` : `Redis ${of('redis_version') ?? 'unknown'}`;
}

async function postgresVersion(): Promise<string> {
  const { rows: found } = await bed.database.query<{ server_version: string }>('SHOW server_version');
  return found[0]?.server_version ?? 'unknown';
}
