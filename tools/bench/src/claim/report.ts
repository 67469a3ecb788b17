import { writeFile } from 'node:fs/promises';
import { MARK, notesOf, number, rowTables, type Machine } from '../report-parts.js';
import { drawPlots } from './plots.js';
import type { ContentionFigures } from './http-rows.js';
import type { Row } from './rows.js';
import type { SizeFigures } from './size-rows.js';

/** Where it was measured, and on what. */
export interface ClaimMachine extends Machine {
  readonly redis: string;
  readonly postgres: string;
}

/** Everything that a run has found out. */
export interface Findings {
  readonly rows: readonly Row[];
  readonly contention: readonly ContentionFigures[];
  readonly sizes: readonly SizeFigures[];
  readonly machine: ClaimMachine;
  readonly rounds: number;
  readonly measuredAt: string;
}

function contentionTable(figures: readonly ContentionFigures[]): string[] {
  return [
    '| variant | rushers per need | answers per second | p50, ms | p99, ms |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...figures.map(
      ({ variant, rushers, perSecond, p50, p99 }) =>
        `| ${variant} | ${rushers} | ${number(perSecond)} | ${number(p50)} | ${number(p99)} |`,
    ),
  ];
}

/** The report as Markdown. */
export function reportOf(findings: Findings, plots: readonly string[], notes: string): string {
  const { rows, machine, rounds, measuredAt, contention } = findings;
  return [
    '# The claim core measured',
    '',
    '<!-- Written by `npm run bench:claim -- --report`; what is explained below the line is kept from run to run. -->',
    '',
    `Measured ${measuredAt.slice(0, 10)} in ${rounds} rounds after one to warm up, variants interleaved, on ${machine.processors} ` +
      `processors (${machine.processor}), ${machine.memoryGigabytes} GB; Node ${machine.node}, Redis: ${machine.redis}, ` +
      `PostgreSQL ${machine.postgres}, all with their files on disk and fsync on. Load generator, service, Redis, PostgreSQL and ` +
      'Kafka share these processors.',
    '',
    ...rowTables(rows),
    ...plots.flatMap((file) => [`![${file.replace(/^claim-benchmark-|\.svg$/g, '')}](${file})`, '']),
    ...(contention.length > 0 ? ['## Against contention', '', ...contentionTable(contention), ''] : []),
    MARK,
    '',
    notes.trim(),
    '',
  ].join('\n');
}

/** Writes the report with its plots and its data; explanations in the earlier one stay. */
export async function writeReport(directory: URL, findings: Findings, earlier: string): Promise<void> {
  const plots = await drawPlots(directory, findings.contention, findings.sizes);
  await writeFile(new URL('claim-benchmark.json', directory), `${JSON.stringify(findings, null, 2)}\n`);
  await writeFile(new URL('claim-benchmark.md', directory), reportOf(findings, plots, notesOf(earlier)));
}
