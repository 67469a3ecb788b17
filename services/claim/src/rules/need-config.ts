import type { DispatchKind, PackedConfig, PlacesOf } from './entries.js';

/** All that decisions read of a need besides its counts. Times are ms since 1970 unless they are said to be minutes. */
export interface NeedConfig {
  readonly dispatch: DispatchKind;
  readonly opens: number;
  readonly closes: number;
  readonly starts: number;
  readonly ends: number;
  /** Until then a place may be given back freely. */
  readonly release: number;
  /** Latest birthday of somebody who has the age asked for, as 20081231; 0: any age. */
  readonly born: number;
  /** Latest birthday of somebody who is of age (18) when the service starts. */
  readonly adult: number;
  /** Whether any of it lies between 22:00 and 06:00, when minors do not serve. */
  readonly night: boolean;
  /** Last day of the service, as 20261231: trainings must be valid on it. */
  readonly lastDay: number;
  /** Lists are texts like ",first-aid,driving,", empty where nothing is asked for. */
  readonly skills: string;
  readonly preferred: string;
  readonly trainings: string;
  readonly groups: string;
  readonly hometowns: string;
  readonly dialects: string;
  readonly line: boolean;
  readonly risk: boolean;
  /** Time that must lie between a volunteer's last place and this one. */
  readonly rest: number;
  /** Time within which somebody from the line must accept; 0: they hold the place at once. */
  readonly offer: number;
  readonly groupsAt: number;
  readonly everyoneAt: number;
  readonly drawAt: number;
  /** The week of the start, Monday to Monday, in minutes. */
  readonly weekStart: number;
  readonly weekEnd: number;
  /** Metres east and north; `x` UNKNOWN_PLACE where only the name is known, then `y` stands for the name. */
  readonly x: number;
  readonly y: number;
  readonly series: string;
  readonly seriesLimit: number;
  /** Start and end in minutes, rounded away from each other; equal where a place takes nobody's time. */
  readonly from: number;
  readonly till: number;
  readonly of: PlacesOf;
}

/** Stands for the metres of a place that nobody located. */
export const UNKNOWN_PLACE = -2_147_483_648;

/** Stood for the earliest birthday of a child in a class, which is no matter of a decision any more. */
const RESERVED = 0;

/** The config as scripts read it. The order is that of lua/include/need.lua. */
export function packConfig(c: NeedConfig): PackedConfig {
  return [
    c.dispatch,
    ...[c.opens, c.closes, c.starts, c.ends, c.release],
    ...[c.born, c.adult, Number(c.night), c.lastDay],
    ...[c.skills, c.preferred, c.trainings, c.groups, c.hometowns, c.dialects],
    ...[Number(c.line), Number(c.risk), c.rest, c.offer],
    ...[c.groupsAt, c.everyoneAt, c.drawAt, c.weekStart, c.weekEnd],
    ...[c.x, c.y, c.series, c.seriesLimit, c.from, c.till, RESERVED, c.of],
  ];
}

/** The opposite of packConfig. One that was packed before there were classes and appeals is of a need. */
export function unpackConfig(packed: PackedConfig): NeedConfig {
  const text = (i: number) => String(packed[i]);
  const number = (i: number) => Number(packed[i]);
  return {
    dispatch: text(0) as DispatchKind,
    ...{ opens: number(1), closes: number(2), starts: number(3), ends: number(4), release: number(5) },
    ...{ born: number(6), adult: number(7), night: number(8) === 1, lastDay: number(9) },
    ...{ skills: text(10), preferred: text(11), trainings: text(12), groups: text(13) },
    ...{ hometowns: text(14), dialects: text(15) },
    ...{ line: number(16) === 1, risk: number(17) === 1, rest: number(18), offer: number(19) },
    ...{ groupsAt: number(20), everyoneAt: number(21), drawAt: number(22) },
    ...{ weekStart: number(23), weekEnd: number(24), x: number(25), y: number(26) },
    ...{ series: text(27), seriesLimit: number(28), from: number(29), till: number(30) },
    of: (packed[32] ?? 'need') as PlacesOf,
  };
}
