import type { TopLevelSpec } from 'vega-lite';
import type { MatchingFigures } from './measure-matching.js';
import type { DetectorFigures, WarningFigures } from './measure-warnings.js';

const size = { width: 560, height: 320 };

const wayTitles = {
  chance: 'by chance',
  load: 'most room',
  matching: 'matching',
  truth: 'who knows the truth',
} as const;

export function agreementsPlot({ worlds }: MatchingFigures): TopLevelSpec {
  const ways = Object.keys(wayTitles) as (keyof typeof wayTitles)[];
  return {
    ...size,
    title: 'Likelihood of agreement over simulated worlds',
    data: { values: worlds.flatMap((world) => ways.map((way) => ({ way: wayTitles[way], likelihood: world[way] }))) },
    mark: { type: 'boxplot', extent: 'min-max', size: 40 },
    encoding: {
      x: {
        field: 'way',
        type: 'nominal',
        title: null,
        sort: Object.values(wayTitles),
        axis: { labelAngle: 0, labelLimit: 0 },
      },
      y: { field: 'likelihood', type: 'quantitative', title: 'mean likelihood of agreement', scale: { zero: true } },
      color: { field: 'way', type: 'nominal', legend: null, scale: { scheme: 'tableau10' } },
    },
  };
}

export function speedPlot({ speed }: MatchingFigures): TopLevelSpec {
  return {
    ...size,
    title: `Time to assign all open cases among ${speed[0]?.mediators ?? 0} mediators`,
    data: { values: [...speed] },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'cases', type: 'quantitative', title: 'open cases' },
      y: { field: 'processorSeconds', type: 'quantitative', title: 'processor seconds', scale: { zero: true } },
    },
  };
}

/** Settings of which no other has both fewer false warnings and a greater share. */
export function frontier(figures: readonly DetectorFigures[]): DetectorFigures[] {
  return figures
    .filter((one) => !figures.some((other) => other.falseAMonth <= one.falseAMonth && other.recall > one.recall))
    .sort((a, b) => a.falseAMonth - b.falseAMonth);
}

export function recallPlot({ ours, plain }: WarningFigures): TopLevelSpec {
  return {
    ...size,
    title: 'Outbreaks warned of in time against false warnings',
    data: { values: [...frontier(ours), ...frontier(plain)].filter(({ falseAMonth }) => falseAMonth <= 3) },
    mark: { type: 'line', point: true },
    encoding: {
      x: { field: 'falseAMonth', type: 'quantitative', title: 'false warnings a month in a community' },
      y: {
        ...{ field: 'recall', type: 'quantitative', title: 'share warned of before the tenth complaint' },
        scale: { domain: [0, 1] },
      },
      color: { field: 'what', type: 'nominal', title: null, scale: { scheme: 'tableau10' } },
    },
  };
}

export function delayPlot({ byComplaint }: WarningFigures): TopLevelSpec {
  return {
    ...size,
    title: 'How early outbreaks are warned of',
    data: { values: [...byComplaint] },
    mark: { type: 'line', interpolate: 'step-after' },
    encoding: {
      x: {
        field: 'complaint',
        type: 'quantitative',
        title: 'complaints of the outbreak so far',
        scale: { domain: [1, 20] },
      },
      y: { field: 'share', type: 'quantitative', title: 'share of outbreaks warned of', scale: { domain: [0, 1] } },
      color: { field: 'what', type: 'nominal', title: null, scale: { scheme: 'tableau10' } },
    },
  };
}
