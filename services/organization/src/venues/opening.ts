import { dayKindOf, isBefore } from '@huying/calendar';
import type { Temporal } from 'temporal-polyfill';
import type { OpeningHours, Venue } from './venue.entity.js';
import { bookingProblems, venueProblems } from './venues.problems.js';

/** When a venue is open, as decisions. */

interface Hours {
  readonly from: string;
  readonly until: string;
}

type Opening = Pick<Venue, 'hours' | 'exceptions' | 'shutOnHolidays'>;

/** The hours of a day, in order; none: shut. An exception counts before holidays, and those before the week. */
export function hoursOn({ hours, exceptions, shutOnHolidays }: Opening, day: Temporal.PlainDate): readonly Hours[] {
  const exception = exceptions.find(({ on }) => on === day.toString());
  if (exception) {
    const { from, until } = exception;
    return from !== null && until !== null ? [{ from, until }] : [];
  }
  if (shutOnHolidays && dayKindOf(day) === 'holiday') return [];
  return hours.filter(({ weekday }) => weekday === day.dayOfWeek).sort((a, b) => (a.from < b.from ? -1 : 1));
}

const momentOf = (day: Temporal.PlainDate, plainTime: string, timeZone: string): Temporal.Instant =>
  day.toZonedDateTime({ timeZone, plainTime }).toInstant();

/**
 * A time lies within the hours of its day, by the clock of the zone: also where a day has 23 hours or 25.
 * @throws booking-across-midnight, booking-venue-shut, booking-outside-hours
 */
export function ensureOpen(
  venue: Opening,
  { startsAt, endsAt }: { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
  zone: string,
): void {
  const day = startsAt.toZonedDateTimeISO(zone).toPlainDate();
  const last = endsAt.subtract({ milliseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate();
  if (!day.equals(last)) throw bookingProblems.acrossMidnight();
  const open = hoursOn(venue, day);
  if (open.length === 0) throw bookingProblems.venueShut({ on: day.toString() });
  const fits = open.some(
    ({ from, until }) =>
      !isBefore(startsAt, momentOf(day, from, zone)) && !isBefore(momentOf(day, until, zone), endsAt),
  );
  if (!fits) {
    const hours = open.map(({ from, until }) => `${from}–${until}`).join(', ');
    throw bookingProblems.outsideHours({ on: day.toString(), hours });
  }
}

/** @throws venue-hours-upside-down, venue-exception-twice */
export function ensureSound({ hours, exceptions }: Pick<Venue, 'hours' | 'exceptions'>): void {
  const overlaps = (a: OpeningHours, b: OpeningHours) =>
    a.weekday === b.weekday && a.from < b.until && b.from < a.until;
  const upsideDown = ({ from, until }: { from: string | null; until: string | null }) =>
    (from === null) !== (until === null) || (from !== null && until !== null && from >= until);
  if (
    [...hours, ...exceptions].some(upsideDown) ||
    hours.some((one, index) => hours.slice(index + 1).some((other) => overlaps(one, other)))
  ) {
    throw venueProblems.hoursUpsideDown();
  }
  const days = exceptions.map(({ on }) => on);
  const twice = days.find((on, index) => days.indexOf(on) !== index);
  if (twice) throw venueProblems.exceptionTwice({ on: twice });
}
