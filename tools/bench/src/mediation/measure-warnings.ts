import { defaultWarningSettings, warningSettingsSchema, type GroupType, type WarningSettings } from '@huying/mediation';
import { earlyWarning, plainThreshold, type Detector, type PlainSettings } from './detectors.js';
import { warningRows, type Row } from './goals.js';
import { judge, TENTH, type Verdict } from './judge.js';
import type { BenchOptions } from './options.js';
import { simulateYear, type SimulatedYear } from './simulate-complaints.js';

/** What one setting of one detector reached over all years. */
export interface DetectorFigures {
  readonly what: 'early warning' | 'plain threshold';
  readonly setting: string;
  /** Share of outbreaks warned of before their tenth complaint. */
  readonly recall: number;
  readonly falseAMonth: number;
  /** Complaints of an outbreak that had come when it was warned of, of those that were. */
  readonly meanComplaints: number;
}

export interface WarningFigures {
  readonly rows: readonly Row[];
  /** The early warning at its defaults and with all thresholds moved. */
  readonly ours: readonly DetectorFigures[];
  readonly plain: readonly DetectorFigures[];
  /** The early warning with a part of it taken out. */
  readonly without: readonly DetectorFigures[];
  readonly bySize: readonly {
    readonly people: string;
    readonly outbreaks: number;
    readonly recall: number;
    readonly plain: number;
  }[];
  /** How often what was called so was an outbreak. */
  readonly bySureness: readonly { readonly sureness: string; readonly warnings: number; readonly right: number }[];
  /** Share of outbreaks warned of by their n-th complaint. */
  readonly byComplaint: readonly { readonly what: string; readonly complaint: number; readonly share: number }[];
  readonly complaintsAYear: number;
  readonly outbreaks: number;
}

const shifts = [-1, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1, 1.5];
/** Where the search for thresholds that give no more false warnings than the defaults begins, and how it goes on. */
const search = { from: 4, by: -0.25, least: -1.5 };
const windows = [7, 14, 21, 28];
const counts = [3, 4, 5, 6, 7, 8, 9];
/** Thresholds of the plain one for houses and hometowns, beside its best ones for employers. */
const further: readonly Partial<Record<GroupType, number>>[] = [
  ...[6, 8, 10].map((premises) => ({ premises })),
  ...[8, 12, 16].map((hometown) => ({ hometown })),
];

export const stepsOfWarnings = ({ extent }: BenchOptions): number =>
  extent.years + shifts.length + windows.length * counts.length + further.length + parts.length;

/** What the early warning is without, its thresholds moved so that there are no more false warnings than by default. */
const parts: readonly (readonly [string, Partial<WarningSettings>])[] = [
  ['without the season', { seasonPrior: 10_000 }],
  ['without clumping', { clumping: 1 }],
  ['with one window, of 28 days', { windows: [28] }],
  ['employers only', { premises: never('premises'), hometown: never('hometown') }],
];

function never(type: GroupType): WarningSettings['premises'] {
  return { ...defaultWarningSettings[type], warnFrom: 40 };
}

const shifted = (by: number, part: Partial<WarningSettings> = {}): WarningSettings => {
  const { employer, premises, hometown } = { ...defaultWarningSettings, ...part };
  const moved = (group: WarningSettings['premises']) => ({ ...group, warnFrom: group.warnFrom + by });
  return warningSettingsSchema.parse({
    ...defaultWarningSettings,
    ...part,
    ...{ employer: moved(employer), premises: moved(premises), hometown: moved(hometown) },
  });
};

interface Run {
  readonly figures: DetectorFigures;
  readonly verdicts: readonly Verdict[];
}

export function measureWarnings({ extent, seed }: BenchOptions, step: () => void): WarningFigures {
  const years = Array.from({ length: extent.years }, (_, at) => {
    step();
    return simulateYear(seed + at);
  });
  const run = (what: DetectorFigures['what'], setting: string, make: () => Detector): Run => {
    step();
    const verdicts = years.map((year) => judge(year, make()));
    return { verdicts, figures: { what, setting, ...figuresOf(verdicts, years) } };
  };
  const ours = shifts.map((by) =>
    run('early warning', by === 0 ? 'default' : signed(by), () => earlyWarning(shifted(by))),
  );
  const chosen = ours[shifts.indexOf(0)];
  if (!chosen) throw new RangeError('The defaults were not run.');
  const plain = measurePlain(run, chosen);
  const without = parts.map(([name, part]) => {
    step();
    return leastAllowed(chosen.figures.falseAMonth, (by) => {
      const verdicts = years.map((year) => judge(year, earlyWarning(shifted(by, part))));
      return { what: 'early warning', setting: `${name}, ${signed(by)}`, ...figuresOf(verdicts, years) };
    });
  });
  const { recall, falseAMonth } = chosen.figures;
  const rival = bestAtFalse(plain, falseAMonth);
  const cheapest = plain
    .filter(({ figures }) => figures.recall >= recall)
    .reduce((least, { figures }) => Math.min(least, figures.falseAMonth), Infinity);
  const fates = chosen.verdicts.flatMap((verdict) => verdict.fates);
  return {
    rows: [
      warningRows.rowOf('recall', recall, {
        ...{ outbreaks: fates.length, warnedInTime: fates.filter(({ inTime }) => inTime).length },
        warnedEver: fates.filter(({ warnedAfter }) => warnedAfter !== undefined).length,
        meanComplaintsUntilWarned: chosen.figures.meanComplaints,
      }),
      warningRows.rowOf('false-a-month', falseAMonth, {
        ...{ years: years.length, falseWarnings: sum(chosen.verdicts, ({ falseAlarms }) => falseAlarms.length) },
        toldAgain: sum(chosen.verdicts, ({ repeated }) => repeated),
      }),
      warningRows.rowOf('recall-of-plain', recall / rival.figures.recall, {
        ...{ earlyWarning: recall, plain: rival.figures.recall, plainFalseAMonth: rival.figures.falseAMonth },
      }),
      // Where no plain threshold reaches the share at all, the least that any of them costs is unbounded: 0.
      warningRows.rowOf('false-of-plain', falseAMonth / cheapest, { earlyWarning: falseAMonth, plain: cheapest }),
    ],
    ours: ours.map(({ figures }) => figures),
    plain: plain.map(({ figures }) => figures),
    without,
    bySize: bySize(chosen, rival),
    bySureness: bySureness(chosen.verdicts),
    byComplaint: [chosen, rival].flatMap(byComplaint),
    complaintsAYear:
      sum(years, ({ complaints, from }) => complaints.filter(({ at }) => at >= from).length) / years.length,
    outbreaks: fates.length,
  };
}

const sum = <Of>(of: readonly Of[], what: (one: Of) => number): number =>
  of.reduce((total, one) => total + what(one), 0);
const signed = (by: number): string => (by > 0 ? `+${by}` : `${by}`);

function figuresOf(verdicts: readonly Verdict[], years: readonly SimulatedYear[]) {
  const fates = verdicts.flatMap((verdict) => verdict.fates);
  const after = fates.flatMap(({ warnedAfter }) => warnedAfter ?? []);
  return {
    recall: fates.filter(({ inTime }) => inTime).length / fates.length,
    falseAMonth: sum(verdicts, ({ falseAlarms }) => falseAlarms.length) / (12 * years.length),
    meanComplaints: sum(after, (one) => one) / after.length,
  };
}

/**
 * The plain threshold with every window and count for employers, and then, with the best of these, with houses and hometowns as well.
 * Its best setting is chosen afterwards, with the truth known: more than anybody could do in earnest.
 */
function measurePlain(
  run: (what: DetectorFigures['what'], setting: string, make: () => Detector) => Run,
  chosen: Run,
): Run[] {
  const none: PlainSettings['voices'] = { employer: Infinity, premises: Infinity, hometown: Infinity };
  const grid = windows.flatMap((days) => counts.map((employer) => ({ days, voices: { ...none, employer } })));
  const named = ({ days, voices }: PlainSettings): string =>
    `${Object.entries(voices)
      .filter(([, voice]) => voice < Infinity)
      .map(([type, voice]) => `${voice} (${type})`)
      .join(', ')} in ${days} days`;
  const runs = grid.map((settings) => ({
    settings,
    ...run('plain threshold', named(settings), () => plainThreshold(settings)),
  }));
  const best = bestAtFalse(runs, chosen.figures.falseAMonth).settings;
  const more = further.map((also) => {
    const settings = { ...best, voices: { ...best.voices, ...also } };
    return run('plain threshold', named(settings), () => plainThreshold(settings));
  });
  return [...runs, ...more];
}

/** The lowest thresholds that still give no more false warnings than allowed. */
function leastAllowed(falseAMonth: number, figuresAt: (by: number) => DetectorFigures): DetectorFigures {
  let last = figuresAt(search.from);
  for (let by = search.from + search.by; by >= search.least; by += search.by) {
    const next = figuresAt(by);
    if (next.falseAMonth > falseAMonth) break;
    last = next;
  }
  return last;
}

/** The one of most recall among those with no more false warnings; of these the quickest. */
function bestAtFalse<Some extends Run>(runs: readonly Some[], falseAMonth: number): Some {
  const allowed = runs.filter(({ figures }) => figures.falseAMonth <= falseAMonth);
  const best = [...(allowed.length > 0 ? allowed : runs)].sort(
    (a, b) => b.figures.recall - a.figures.recall || a.figures.meanComplaints - b.figures.meanComplaints,
  )[0];
  if (!best) throw new RangeError('There are no settings to choose from.');
  return best;
}

function bySize(chosen: Run, rival: Run): WarningFigures['bySize'] {
  const recallOf = ({ verdicts }: Run, least: number, most: number) => {
    const fates = verdicts
      .flatMap((verdict) => verdict.fates)
      .filter(({ affected }) => least <= affected && affected <= most);
    return { outbreaks: fates.length, recall: fates.filter(({ inTime }) => inTime).length / fates.length };
  };
  return [
    [5, 7],
    [8, 12],
    [13, 20],
    [21, 40],
  ].map(([least = 0, most = 0]) => ({
    people: `${least} to ${most}`,
    ...recallOf(chosen, least, most),
    plain: recallOf(rival, least, most).recall,
  }));
}

function bySureness(verdicts: readonly Verdict[]): WarningFigures['bySureness'] {
  return ['possible', 'likely', 'nearly-certain'].map((sureness) => {
    const so = (of: 'trueAlarms' | 'falseAlarms'): number =>
      sum(verdicts, (verdict) => verdict[of].filter((alarm) => alarm.sureness === sureness).length);
    const [right, wrong] = [so('trueAlarms'), so('falseAlarms')];
    return { sureness, warnings: right + wrong, right: right / (right + wrong) };
  });
}

function byComplaint({ figures, verdicts }: Run): WarningFigures['byComplaint'] {
  const fates = verdicts.flatMap((verdict) => verdict.fates);
  return Array.from({ length: 2 * TENTH }, (_, at) => ({
    what: figures.what,
    complaint: at + 1,
    share: fates.filter(({ warnedAfter }) => (warnedAfter ?? Infinity) <= at + 1).length / fates.length,
  }));
}
