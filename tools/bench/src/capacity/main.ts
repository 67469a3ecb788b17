import { readFile, writeFile } from 'node:fs/promises';
import { Command, InvalidArgumentError } from 'commander';
import { emptyFigures } from '../statistics.js';
import { thisMachine } from '../report-parts.js';
import { measure, type Wish } from './measure.js';
import { openPlatform } from './platform-bed.js';
import { progressLine } from './progress-line.js';
import { reportOf } from './report.js';

const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return value;
};

const options = new Command('bench:capacity')
  .description(
    'What the platform costs: processor, memory and disk of each service for volunteers and needs, and a simulated district.',
  )
  .option('--json', 'print the figures as one JSON object in the last line', false)
  .option('--report', 'write docs/reports/capacity.md', false)
  .option('--quick', 'a small run that shows only that all of it works', false)
  .option('--volunteers <number>', 'how many register in the one community that is measured', whole)
  .option('--needs <number>', 'how many needs are served', whole)
  .option('--communities <number>', 'communities of the simulated district', whole)
  .parse()
  .opts<{
    json: boolean;
    report: boolean;
    quick: boolean;
    volunteers?: number;
    needs?: number;
    communities?: number;
  }>();

const size = options.quick
  ? { volunteers: 400, needs: 10, communities: 5, claimants: 20, idleSeconds: 5 }
  : { volunteers: 20_000, needs: 1_000, communities: 100, claimants: 20, idleSeconds: 60 };
const wish: Wish = {
  volunteers: options.volunteers ?? size.volunteers,
  serving: { needs: options.needs ?? size.needs, places: 3, claimants: 20 },
  district: {
    communities: options.communities ?? size.communities,
    claimants: size.claimants,
    idleSeconds: size.idleSeconds,
  },
  idleSeconds: size.idleSeconds,
};

const progress = progressLine();
const bed = await openPlatform(progress.say);
try {
  const findings = { ...(await measure(bed, wish, progress.say)), machine: thisMachine() };
  progress.end();
  const file = new URL('../../../../docs/reports/capacity.md', import.meta.url);
  const report = reportOf(findings, await readFile(file, 'utf8').catch(() => ''));
  if (options.report) await writeFile(file, report);
  if (options.json) console.log(JSON.stringify(findings));
  else console.log(report);
  const missing = emptyFigures(findings);
  const { served, used } = findings.serving;
  if (missing.length > 0) throw new Error(`Without a figure: ${missing.join(', ')}.`);
  if (served !== wish.serving.needs * wish.serving.places) throw new Error(`Only ${served} places were served.`);
  if (used.kafka <= 0 || findings.district.rush.held === 0) throw new Error('Nothing has happened.');
} finally {
  progress.end();
  await bed.close();
}
