import { hasTime, type Calendar, type CalendarEntry, type NeedState, type Pool } from './pool.js';
import { UNKNOWN_PLACE, type NeedConfig } from './need-config.js';
import { Refusal } from './refusal-numbers.js';
import type { VolunteerRecord } from './volunteer-record.js';
import { wordsOf } from './words.js';

/** How much one volunteer may take on. */
export interface Limits {
  /** Places in services still to come. */
  readonly openClaims: number;
  /** Minutes of service in one week (Monday to Monday). */
  readonly weekMinutes: number;
}

/** Minutes that the way between two places takes where one of them was not located. */
export const UNKNOWN_TRAVEL = 15;
const LONGEST_TRAVEL = 240;
/** 12 km/h: a bicycle in town. */
const METRES_A_MINUTE = 200;

const has = (list: string, word: string): boolean => list.includes(`,${word},`);
const hasAll = (list: string, wanted: string): boolean => wordsOf(wanted).every((word) => has(list, word));
const hasAny = (list: string, wanted: string): boolean => wordsOf(wanted).some((word) => has(list, word));

function isTrained(list: string, codes: string, day: number): boolean {
  const until = new Map(wordsOf(list).map((one) => one.split('=') as [string, string]));
  return wordsOf(codes).every((code) => Number(until.get(code) ?? 0) >= day);
}

/** Minutes from one place to the other. */
export function travel(a: { x: number; y: number }, b: { x: number; y: number }): number {
  if (a.x === b.x && a.y === b.y) return 0;
  if (a.x === UNKNOWN_PLACE || b.x === UNKNOWN_PLACE) return UNKNOWN_TRAVEL;
  return Math.min(LONGEST_TRAVEL, Math.ceil(Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2) / METRES_A_MINUTE));
}

/** Whether two services meet, the way between them counted. */
export function meets(a: Omit<CalendarEntry, 'need'>, b: Omit<CalendarEntry, 'need'>): boolean {
  const way = travel(a, b);
  return a.from < b.till + way && b.from < a.till + way;
}

/** Whether somebody taken at these times cannot come to the need. */
export function clashes(calendar: Calendar | undefined, needId: string, need: NeedConfig): boolean {
  return (calendar?.entries ?? []).some((entry) => entry.need !== needId && meets(entry, need));
}

/** Whether the volunteer has every preferred skill: first in line, and in the first wave. */
export const prefers = (need: NeedConfig, v: VolunteerRecord): boolean =>
  need.preferred !== '' && hasAll(v.skills, need.preferred);

/**
 * Whether somebody is the person for a need, whatever the time: 0 or the refusal. Minors serve with a guardian's consent
 * only and never at night; somebody of unknown age counts as one. Whoever lives here may pledge, known as a volunteer or not. Of
 * a child in a class only the guardian's consent matters here: its age was decided at the door.
 */
export function suits(need: NeedConfig, v: VolunteerRecord | undefined): number {
  if (need.of === 'appeal') return 0;
  if (!v) return Refusal.volunteerUnknown;
  if (need.of === 'class') return v.guardian ? 0 : Refusal.guardian;
  if (!v.active) return Refusal.inactive;
  if (v.blocked) return Refusal.blocked;
  if (!v.consent) return Refusal.consent;
  if (need.born > 0 && (v.born === 0 || v.born > need.born)) return Refusal.age;
  if (v.born === 0 || v.born > need.adult) {
    if (!v.guardian) return Refusal.guardian;
    if (need.night) return Refusal.night;
  }
  if (!hasAll(v.skills, need.skills)) return Refusal.skill;
  if (!isTrained(v.trainings, need.trainings, need.lastDay)) return Refusal.training;
  if (need.dispatch === 'alert') return 0;
  if (need.dispatch !== 'waves' && need.groups !== '' && !hasAny(v.groups, need.groups)) return Refusal.group;
  if (need.hometowns !== '' && !wordsOf(need.hometowns).some((division) => v.hometown.startsWith(division))) {
    return Refusal.hometown;
  }
  if (need.dialects !== '' && !hasAny(v.dialects, need.dialects)) return Refusal.dialect;
  return 0;
}

function isFree(pool: Pool, needId: string, need: NeedConfig, volunteer: string, now: number, limits: Limits): number {
  if (!hasTime(need)) return 0;
  const inSeries = pool.series.get(need.series)?.get(volunteer) ?? 0;
  if (need.seriesLimit > 0 && inSeries >= need.seriesLimit) return Refusal.seriesLimit;
  const calendar = pool.calendars.get(volunteer);
  const others = (calendar?.entries ?? []).filter((entry) => entry.need !== needId);
  if (clashes(calendar, needId, need)) return Refusal.timeClash;
  if (others.filter(({ till }) => till > now / 60_000).length >= limits.openClaims) {
    return Refusal.tooManyClaims;
  }
  if (calendar && need.rest > 0 && now < calendar.last + need.rest) return Refusal.restNeeded;
  const inWeek = others
    .filter(({ from }) => from >= need.weekStart && from < need.weekEnd)
    .reduce((sum, { from, till }) => sum + till - from, 0);
  return inWeek + need.till - need.from > limits.weekMinutes ? Refusal.tooManyHours : 0;
}

/** Whether a volunteer is fit for a need and free at its time: 0 or the refusal. */
export function fit(
  pool: Pool,
  needId: string,
  need: NeedConfig,
  volunteer: string,
  now: number,
  limits: Limits,
): number {
  return suits(need, pool.volunteers.get(volunteer)) || isFree(pool, needId, need, volunteer, now, limits);
}

/** Which wave a need has reached: 1 preferred skills, 2 and its groups, 3 everyone. */
export function waveOf({ config, wave }: NeedState, now: number): number {
  if (now >= config.everyoneAt) return 3;
  return now >= config.groupsAt ? Math.max(2, wave) : wave;
}

/** Like `fit`, and whether the need's wave has reached the volunteer, and the risk was accepted. */
export function mayClaim(
  pool: Pool,
  needId: string,
  need: NeedState,
  volunteer: string,
  risk: boolean,
  now: number,
  limits: Limits,
): number {
  const { config } = need;
  const refusal = fit(pool, needId, config, volunteer, now, limits);
  if (refusal !== 0) return refusal;
  const v = pool.volunteers.get(volunteer);
  if (config.dispatch === 'waves' && v) {
    const wave = waveOf(need, now);
    const reached = wave === 3 || prefers(config, v) || (wave === 2 && hasAny(v.groups, config.groups));
    if (!reached) return Refusal.wave;
  }
  return config.risk && !risk ? Refusal.risk : 0;
}
