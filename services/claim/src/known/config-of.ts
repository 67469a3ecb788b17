import { Temporal } from 'temporal-polyfill';
import { UNKNOWN_PLACE, type NeedConfig } from '../rules/need-config.js';
import type { KnownNeed, KnownPlace } from './known-need.entity.js';
import { listOf } from '../rules/words.js';

/** Nobody's birthday and no time at all: later than everything. */
const NEVER = Date.UTC(9999, 0, 1);
const OF_AGE = 18;
/** Minors do not serve between these hours of the community's day. */
const NIGHT_FROM = 22;
const NIGHT_TILL = 6;
/** Metres of a degree of latitude; of longitude where Haining lies. One scale for all, so that two places of a pool always
 * compare: east and west are exact at 30.5° N and within an eighth between 20° and 40° N, enough for a way by bicycle. */
const DEGREE = 111_320;
const DEGREE_EAST = DEGREE * Math.cos((30.5 * Math.PI) / 180);

const dayNumber = (day: Temporal.PlainDate): number => day.year * 10_000 + day.month * 100 + day.day;
const milliseconds = (time: string | null): number =>
  time === null ? NEVER : Temporal.Instant.from(time).epochMilliseconds;

/** Whether any of a service lies in the night. */
export function isAtNight(startsAt: Temporal.Instant, endsAt: Temporal.Instant, timeZone: string): boolean {
  const start = startsAt.toZonedDateTimeISO(timeZone);
  const end = endsAt.toZonedDateTimeISO(timeZone);
  let day = start.startOfDay().subtract({ days: 1 });
  for (; Temporal.ZonedDateTime.compare(day, end) < 0; day = day.add({ days: 1 })) {
    const from = day.with({ hour: NIGHT_FROM });
    const till = day.add({ days: 1 }).with({ hour: NIGHT_TILL });
    if (Temporal.ZonedDateTime.compare(start, till) < 0 && Temporal.ZonedDateTime.compare(from, end) < 0) return true;
  }
  return false;
}

/** The week of a moment, Monday to Monday in the community's zone, in minutes since 1970. */
function weekOf(at: Temporal.Instant, timeZone: string): { weekStart: number; weekEnd: number } {
  const day = at.toZonedDateTimeISO(timeZone).startOfDay();
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  const minutes = (time: Temporal.ZonedDateTime) => Math.floor(time.epochMilliseconds / 60_000);
  return { weekStart: minutes(monday), weekEnd: minutes(monday.add({ days: 7 })) };
}

function metresOf(place: KnownPlace): { x: number; y: number } {
  if ('digest' in place) return { x: UNKNOWN_PLACE, y: place.digest };
  const { latitude, longitude } = place;
  return { x: Math.round(longitude * DEGREE_EAST), y: Math.round(latitude * DEGREE) };
}

/** What decisions read of a need, worked out once from what was published. The community's zone decides days. */
export function configOf(need: KnownNeed, timeZone: string): NeedConfig {
  const { terms, startsAt, endsAt } = need;
  const firstDay = startsAt.toZonedDateTimeISO(timeZone).toPlainDate();
  const born = (age: number) => dayNumber(firstDay.subtract({ years: age }));
  const { of = 'need' } = terms;
  const isAtATime = of === 'need';
  return {
    dispatch: terms.dispatch,
    opens: need.opensAt.epochMilliseconds,
    closes: need.closesAt.epochMilliseconds,
    starts: startsAt.epochMilliseconds,
    ends: endsAt.epochMilliseconds,
    release: need.releaseUntil.epochMilliseconds,
    // Ages of children are decided at the door, where their birthdays can be read.
    born: isAtATime && terms.minimumAge > 0 ? born(terms.minimumAge) : 0,
    adult: born(OF_AGE),
    night: isAtATime && isAtNight(startsAt, endsAt, timeZone),
    lastDay: dayNumber(endsAt.toZonedDateTimeISO(timeZone).toPlainDate()),
    skills: listOf(terms.skills),
    preferred: listOf(terms.preferredSkills),
    trainings: listOf(terms.trainings),
    groups: listOf(terms.groupIds),
    hometowns: listOf(terms.hometowns),
    dialects: listOf(terms.dialects),
    line: terms.waitingList,
    risk: terms.isRisky,
    rest: terms.restHours * 3_600_000,
    offer: terms.offerMinutes * 60_000,
    groupsAt: milliseconds(terms.groupsAt),
    everyoneAt: milliseconds(terms.everyoneAt),
    drawAt: milliseconds(terms.drawAt),
    ...weekOf(startsAt, timeZone),
    ...metresOf(terms.place),
    series: terms.seriesId,
    seriesLimit: terms.seriesLimit,
    from: isAtATime ? Math.floor(startsAt.epochMilliseconds / 60_000) : 0,
    till: isAtATime ? Math.ceil(endsAt.epochMilliseconds / 60_000) : 0,
    of,
  };
}
