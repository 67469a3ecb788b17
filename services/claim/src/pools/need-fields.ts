import type { Temporal } from 'temporal-polyfill';
import type { KnownNeed } from '../known/known-need.entity.js';

const list = (words: readonly string[]): string => (words.length > 0 ? `,${words.join(',')},` : '');

/**
 * The latest birthday of somebody who has the age on the day of the service, as a number that compares (20081231);
 * 0 where any age will do. The community's zone decides the day.
 */
export function bornAtTheLatest(startsAt: Temporal.Instant, minimumAge: number, timeZone: string): number {
  if (minimumAge === 0) return 0;
  const day = startsAt.toZonedDateTimeISO(timeZone).toPlainDate().subtract({ years: minimumAge });
  return day.year * 10_000 + day.month * 100 + day.day;
}

/** Fields and values of a need in Redis, in turn: all that decisions read of it besides its counts. */
export function needFields(need: KnownNeed, timeZone: string): (string | number)[] {
  return [
    ['places', need.places],
    ['opens', need.opensAt.epochMilliseconds],
    ['closes', need.closesAt.epochMilliseconds],
    ['starts', need.startsAt.epochMilliseconds],
    ['ends', need.endsAt.epochMilliseconds],
    ['release', need.releaseUntil.epochMilliseconds],
    ['born', bornAtTheLatest(need.startsAt, need.minimumAge, timeZone)],
    ['skills', list(need.skills)],
    ['groups', list(need.groupIds)],
    ['line', need.waitingList ? 1 : 0],
  ].flat();
}

/** A volunteer's row, as scripts read it. */
export interface KnownVolunteer {
  readonly id: string;
  readonly version: string;
  readonly active: boolean;
  readonly born: number;
  readonly skills: string[];
  readonly group_ids: string[];
}

/** What decisions read of a volunteer: version, active, born, skills, groups. */
export function volunteerRecord(row: KnownVolunteer): [number, boolean, number, string, string] {
  return [Number(row.version), row.active, row.born, list(row.skills), list(row.group_ids)];
}
