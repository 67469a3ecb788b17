import { SingleBar } from 'cli-progress';
import { thisMachine } from '../report-parts.js';
import { withoutFigure } from '../rows.js';
import { rounded } from '../statistics.js';
import { matchingRows, warningRows, type Row } from './goals.js';
import { measureMatching, stepsOfMatching } from './measure-matching.js';
import { measureWarnings, stepsOfWarnings } from './measure-warnings.js';
import { readOptions } from './options.js';
import { writeReports, type Findings } from './report.js';

const reports = new URL('../../../../docs/reports/', import.meta.url);

const options = readOptions();
const bar = new SingleBar({
  format: '{bar} {percentage}% | {elapsed} s | {what}',
  stream: process.stderr,
  clearOnComplete: true,
  // The work leaves no time to the timer that would draw it.
  synchronousUpdate: true,
});
bar.start(stepsOfMatching(options) + stepsOfWarnings(options), 0, { what: 'matching' });
const step = (): void => bar.increment();
const saying = (what: string): void => {
  bar.update({ what });
  // Without a terminal the bar is not drawn.
  if (!process.stderr.isTTY) console.error(`Measuring ${what}…`);
};

saying('matching');
const matching = measureMatching(options, step);
saying('early warning');
const warnings = measureWarnings(options, step);
bar.stop();

const { extent, seed } = options;
const findings: Findings = {
  ...{ matching, warnings, options: { extent, seed } },
  machine: thisMachine(),
  measuredAt: new Date().toISOString(),
};
const rows: Row[] = [...matching.rows, ...warnings.rows];
for (const { title, value, goal, comparison, met } of rows) {
  console.error(`${met ? '✓' : '✗'} ${title}: ${rounded(value)} (${comparison} ${goal})`);
}
const missing = withoutFigure<string>(new Set([...matchingRows.names, ...warningRows.names]), rows);
if (missing.length > 0) console.error(`Without a figure: ${missing.join(', ')}.`);
process.exitCode = missing.length > 0 ? 1 : 0;
if (options.report) await writeReports(reports, findings);
if (options.json) console.log(JSON.stringify(findings));
