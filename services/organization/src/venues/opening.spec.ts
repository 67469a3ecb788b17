import { Problem } from '@huying/http';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { ensureOpen, ensureSound, hoursOn } from './opening.js';

const week = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '09:00', until: '18:00' }));
const venue = { hours: week, exceptions: [], shutOnHolidays: true };
const day = (text: string) => Temporal.PlainDate.from(text);
const time = (text: string, zone: string) => Temporal.ZonedDateTime.from(`${text}[${zone}]`).toInstant();

function refusal(act: () => void): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error.code;
    throw error;
  }
}
const open = (from: string, until: string, zone = 'Asia/Shanghai', fields: object = {}) =>
  refusal(() => ensureOpen({ ...venue, ...fields }, { startsAt: time(from, zone), endsAt: time(until, zone) }, zone));

describe('the hours of a day', () => {
  it('are those of the exception before those of the holiday before those of the week', () => {
    const exceptions = [{ on: '2026-10-01', from: '10:00', until: '12:00', reason: '国庆游园' }];
    expect(hoursOn(venue, day('2026-10-01'))).toEqual([]);
    expect(hoursOn({ ...venue, exceptions }, day('2026-10-01'))).toEqual([{ from: '10:00', until: '12:00' }]);
    expect(hoursOn({ ...venue, shutOnHolidays: false }, day('2026-10-01'))).toHaveLength(1);
    // A Saturday that the State Council made a workday is a Saturday here.
    expect(hoursOn({ ...venue, hours: week.slice(0, 5) }, day('2026-10-10'))).toEqual([]);
  });
});

describe('a time', () => {
  it.each<[string, string, string | undefined]>([
    ['2026-12-01T09:00', '2026-12-01T18:00', undefined],
    ['2026-12-01T08:59', '2026-12-01T10:00', 'booking-outside-hours'],
    ['2026-12-01T17:00', '2026-12-01T18:01', 'booking-outside-hours'],
    ['2026-12-01T23:00', '2026-12-02T01:00', 'booking-across-midnight'],
    ['2026-10-01T10:00', '2026-10-01T11:00', 'booking-venue-shut'],
  ])('from %s to %s: %s', (from, until, code) => expect(open(from, until)).toBe(code));

  it('is told by the clock on the wall also where a day has 23 hours or 25', () => {
    // Clocks go forward on 28 March 2027 and back on 31 October 2027.
    for (const date of ['2027-03-28', '2027-10-31']) {
      expect(open(`${date}T09:00`, `${date}T18:00`, 'Europe/Berlin')).toBeUndefined();
      expect(open(`${date}T08:00`, `${date}T09:00`, 'Europe/Berlin')).toBe('booking-outside-hours');
    }
  });

  it('that is accepted lies within the hours of one day, whatever is tried', () => {
    const minutes = fc.integer({ min: 0, max: 3 * 24 * 60 });
    const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/New_York');
    const first = day('2027-03-27');
    fc.assert(
      fc.property(minutes, fc.integer({ min: 1, max: 1_500 }), zone, (from, lasts, timeZone) => {
        const startsAt = first.toZonedDateTime({ timeZone }).toInstant().add({ minutes: from });
        const endsAt = startsAt.add({ minutes: lasts });
        const refused = refusal(() => ensureOpen({ ...venue, shutOnHolidays: false }, { startsAt, endsAt }, timeZone));
        const [start, end] = [startsAt, endsAt].map((at) => at.toZonedDateTimeISO(timeZone));
        const fits =
          start!.toPlainDate().equals(end!.toPlainDate()) &&
          start!.hour >= 9 &&
          (end!.hour < 18 || (end!.hour === 18 && end!.minute === 0));
        expect(refused === undefined).toBe(fits);
      }),
      { numRuns: 500 },
    );
  });
});

describe('opening hours', () => {
  it.each<[string, object, string | undefined]>([
    ['sound', {}, undefined],
    [
      'in two parts',
      {
        hours: [
          { weekday: 1, from: '09:00', until: '12:00' },
          { weekday: 1, from: '12:00', until: '18:00' },
        ],
      },
      undefined,
    ],
    ['upside down', { hours: [{ weekday: 1, from: '12:00', until: '12:00' }] }, 'venue-hours-upside-down'],
    [
      'half said',
      { exceptions: [{ on: '2027-01-01', from: null, until: '12:00', reason: '' }] },
      'venue-hours-upside-down',
    ],
  ])('that are %s: %s', (_, fields, code) => expect(refusal(() => ensureSound({ ...venue, ...fields }))).toBe(code));
});
