import { mkdir, writeFile } from 'node:fs/promises';
import type { TopLevelSpec } from 'vega-lite';
import { drawn } from '../plot.js';
import type { ContentionFigures } from './http-rows.js';
import type { SizeFigures } from './size-rows.js';

const variantTitles = {
  bare: 'bare handler',
  claim: 'claim service',
  update: 'PostgreSQL update',
  'advisory-lock': 'PostgreSQL advisory lock',
  redlock: 'redlock',
} as const;

const sizeTitles: Partial<Record<SizeFigures['name'], string>> = {
  'cost-at-open-needs': 'open needs',
  'cost-at-claims': 'claims in one need',
  'cost-at-line': 'people in line',
  'cost-at-calendar': 'calendar entries',
  'cost-at-log': 'entries in the log',
};

const variantColour = {
  field: 'variant',
  type: 'nominal' as const,
  title: null,
  sort: Object.values(variantTitles),
  scale: { domain: Object.values(variantTitles), scheme: 'tableau10' as const },
};

const rushersAxis = {
  field: 'rushers',
  type: 'quantitative' as const,
  title: 'people rushing for each need (five places)',
  scale: { type: 'log' as const, nice: false },
  axis: { values: [1, 3, 10, 30, 100, 300, 1_000, 2_000], format: ',d' },
};

function throughput(figures: readonly ContentionFigures[]): TopLevelSpec {
  return {
    title: 'Answers per second against contention',
    width: 560,
    height: 320,
    data: { values: figures.map((figure) => ({ ...figure, variant: variantTitles[figure.variant] })) },
    mark: { type: 'line', point: true },
    encoding: {
      x: rushersAxis,
      y: {
        field: 'perSecond',
        type: 'quantitative',
        title: 'answers per second',
        scale: { type: 'log' },
        axis: { format: '~s' },
      },
      color: variantColour,
    },
  };
}

function latency(figures: readonly ContentionFigures[]): TopLevelSpec {
  const values = figures.flatMap(({ variant, rushers, p50, p99 }) => [
    { variant: variantTitles[variant], rushers, part: 'p50', milliseconds: p50 },
    { variant: variantTitles[variant], rushers, part: 'p99', milliseconds: p99 },
  ]);
  return {
    title: 'Latency against contention',
    width: 560,
    height: 320,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: rushersAxis,
      y: { field: 'milliseconds', type: 'quantitative', title: 'milliseconds', scale: { type: 'log' } },
      color: variantColour,
      strokeDash: {
        field: 'part',
        type: 'nominal',
        title: null,
        sort: ['p50', 'p99'],
        legend: { symbolType: 'stroke' },
      },
    },
  };
}

function costAgainstSize(figures: readonly SizeFigures[]): TopLevelSpec {
  const values = figures.flatMap(({ name, size, smallMicroseconds, largeMicroseconds }) => [
    { what: sizeTitles[name], size: 100, microseconds: smallMicroseconds },
    { what: sizeTitles[name], size, microseconds: largeMicroseconds },
  ]);
  return {
    title: "Cost of a decision on Redis's main thread against size",
    width: 560,
    height: 320,
    data: { values },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'size', type: 'quantitative', title: 'how many', scale: { type: 'log' }, axis: { format: '~s' } },
      y: { field: 'microseconds', type: 'quantitative', title: 'microseconds per decision', scale: { zero: true } },
      color: { field: 'what', type: 'nominal', title: null, scale: { scheme: 'tableau10' } },
    },
  };
}

/** Draws what there are figures for into a directory. @returns the names of the files */
export async function drawPlots(
  directory: URL,
  contention: readonly ContentionFigures[],
  sizes: readonly SizeFigures[],
): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const plots = [
    ...(contention.length > 0
      ? [
          ['claim-benchmark-throughput.svg', throughput(contention)] as const,
          ['claim-benchmark-latency.svg', latency(contention)] as const,
        ]
      : []),
    ...(sizes.length > 0 ? [['claim-benchmark-cost.svg', costAgainstSize(sizes)] as const] : []),
  ];
  for (const [file, spec] of plots) await writeFile(new URL(file, directory), await drawn(spec));
  return plots.map(([file]) => file);
}
