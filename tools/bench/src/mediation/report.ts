import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { drawn } from '../plot.js';
import { MARK, notesOf, number, rowTables, type Machine } from '../report-parts.js';
import type { MatchingFigures } from './measure-matching.js';
import type { DetectorFigures, WarningFigures } from './measure-warnings.js';
import { LAST_TUNING_SEED, type BenchOptions } from './options.js';
import { agreementsPlot, delayPlot, frontier, recallPlot, speedPlot } from './plots.js';

/** Everything that a run has found out. */
export interface Findings {
  readonly matching: MatchingFigures;
  readonly warnings: WarningFigures;
  readonly machine: Machine;
  readonly options: Pick<BenchOptions, 'extent' | 'seed'>;
  readonly measuredAt: string;
}

const written =
  '<!-- Written by `npm run bench:mediation -- --report`; what is explained below the line is kept from run to run. -->';

const on = ({ machine, measuredAt }: Findings): string =>
  `Measured ${measuredAt.slice(0, 10)} on one of ${machine.processors} processors (${machine.processor}), ${machine.memoryGigabytes} GB, Node ${machine.node}.`;

const tuned = `The settings were chosen with the seeds 1 to ${LAST_TUNING_SEED}; no figure here is about these.`;

/** A report: what was measured how, its parts, and what people have explained. */
const page = (title: string, findings: Findings, what: string, parts: readonly string[], notes: string): string =>
  [
    `# ${title}`,
    '',
    written,
    '',
    `${on(findings)} ${what} ${tuned}`,
    '',
    ...parts,
    '',
    MARK,
    '',
    notes.trim(),
    '',
  ].join('\n');

export function matchingReport(findings: Findings, notes: string): string {
  const { matching, options } = findings;
  const { seed, extent } = options;
  const what = `Seeds ${seed} to ${seed + extent.worlds - 1}: ${extent.worlds} worlds of 60 open cases and 40 mediators each.`;
  const parts = [
    ...rowTables(matching.rows),
    '![agreements](mediation-matching-agreements.svg)',
    '',
    '![speed](mediation-matching-speed.svg)',
    '',
    '| open cases | mediators | processor seconds | seconds by the clock |',
    '| ---: | ---: | ---: | ---: |',
    ...matching.speed.map(
      (one) => `| ${one.cases} | ${one.mediators} | ${number(one.processorSeconds)} | ${number(one.seconds)} |`,
    ),
    '',
    '## What each part does',
    '',
    'The likelihood of agreement with one of the weights set to nothing, the others as they are.',
    '',
    '| weights | likelihood of agreement |',
    '| --- | ---: |',
    `| default | ${number(mean(matching.worlds.map((world) => world.matching)))} |`,
    ...matching.without.map(({ weight, likelihood }) => `| without ${weight} | ${number(likelihood)} |`),
    '',
    `Two mediators, one close to each side, were proposed in ${number(100 * mean(matching.worlds.map(({ together }) => together)))} % of the cases; the other ways sent as many.`,
  ];
  return page('Matching mediators, measured', findings, what, parts, notes);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const detectorLine = ({ what, setting, recall, falseAMonth, meanComplaints }: DetectorFigures): string =>
  `| ${what} | ${setting} | ${number(recall)} | ${number(falseAMonth)} | ${number(meanComplaints)} |`;

export function warningReport(findings: Findings, notes: string): string {
  const { warnings, options } = findings;
  const { seed, extent } = options;
  const what =
    `Seeds ${seed} to ${seed + extent.years - 1}: ${extent.years} years of a community with ${number(warnings.complaintsAYear)} ` +
    `complaints a year each, and ${warnings.outbreaks} hidden outbreaks in all.`;
  const parts = [
    ...rowTables(warnings.rows),
    '![recall](mediation-early-warning-recall.svg)',
    '',
    '![delay](mediation-early-warning-delay.svg)',
    '',
    '## Against false warnings',
    '',
    'All thresholds of the early warning moved by so many decimal places, and the settings of the plain threshold of which no other is better in both.',
    '',
    '| | setting | share in time | false a month | complaints until warned, mean |',
    '| --- | --- | ---: | ---: | ---: |',
    ...warnings.ours.map(detectorLine),
    ...frontier(warnings.plain).map(detectorLine),
    '',
    '## What each part does',
    '',
    'Without it, all thresholds moved by so many decimal places that there are no more false warnings than by default.',
    '',
    '| | setting | share in time | false a month | complaints until warned, mean |',
    '| --- | --- | ---: | ---: | ---: |',
    ...warnings.without.map(detectorLine),
    '',
    '## By size of the outbreak',
    '',
    '| people | outbreaks | early warning | plain threshold |',
    '| --- | ---: | ---: | ---: |',
    ...warnings.bySize.map(
      ({ people, outbreaks, recall, plain }) => `| ${people} | ${outbreaks} | ${number(recall)} | ${number(plain)} |`,
    ),
    '',
    '## How sure, and how often right',
    '',
    '| called | warnings | about an outbreak |',
    '| --- | ---: | ---: |',
    ...warnings.bySureness.map(({ sureness, warnings: all, right }) => `| ${sureness} | ${all} | ${number(right)} |`),
  ];
  return page('The early warning, measured', findings, what, parts, notes);
}

/** Writes both reports with their plots and data; explanations in the earlier ones stay. */
export async function writeReports(directory: URL, findings: Findings): Promise<void> {
  await mkdir(directory, { recursive: true });
  const { matching, warnings } = findings;
  const plots = {
    'mediation-matching-agreements.svg': agreementsPlot(matching),
    'mediation-matching-speed.svg': speedPlot(matching),
    'mediation-early-warning-recall.svg': recallPlot(warnings),
    'mediation-early-warning-delay.svg': delayPlot(warnings),
  };
  for (const [file, spec] of Object.entries(plots)) await writeFile(new URL(file, directory), await drawn(spec));
  await writeFile(new URL('mediation.json', directory), `${JSON.stringify(findings, null, 2)}\n`);
  for (const [file, report] of [
    ['mediation-matching.md', matchingReport],
    ['mediation-early-warning.md', warningReport],
  ] as const) {
    const earlier = await readFile(new URL(file, directory), 'utf8').catch(() => '');
    await writeFile(new URL(file, directory), report(findings, notesOf(earlier)));
  }
}
