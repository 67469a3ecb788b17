import { cpus, totalmem } from 'node:os';
import type { Row } from './rows.js';
import { rounded } from './statistics.js';

/** What the reports of the benchmarks have in common. */

/** Where it was measured. */
export interface Machine {
  readonly processor: string;
  readonly processors: number;
  readonly memoryGigabytes: number;
  readonly node: string;
}

export function thisMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    processors: all.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

const words = (name: string): string => name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);

/** To three digits, for people. */
export const number = (value: number): string => rounded(value).toLocaleString('en', { maximumSignificantDigits: 3 });

const rowLine = ({ title, value, goal, comparison, met }: Row): string =>
  `| ${title} | **${number(value)}** | ${comparison === 'at least' ? '≥' : '≤'} ${number(goal)} | ${met ? 'yes' : 'no'} |`;

const partsLine = ({ title, parts }: Row): string =>
  `| ${title} | ${Object.entries(parts)
    .map(([name, value]) => `${words(name)} ${number(value)}`)
    .join('; ')} |`;

/** The rows with their goals, and what they are made of. */
export const rowTables = (rows: readonly Row[]): string[] => [
  '| row | measured | goal | met |',
  '| --- | ---: | ---: | --- |',
  ...rows.map(rowLine),
  '',
  '## What the figures are made of',
  '',
  '| row | parts |',
  '| --- | --- |',
  ...rows.map(partsLine),
  '',
];

/** Below this line people explain. */
export const MARK = '<!-- notes -->';

/** What people have written below the figures of an earlier report. */
export function notesOf(report: string): string {
  const at = report.indexOf(MARK);
  return at < 0 ? '' : report.slice(at + MARK.length);
}
