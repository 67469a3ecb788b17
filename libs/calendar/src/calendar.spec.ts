import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  announcedUntil,
  dayKindOf,
  dayOf,
  holidayOf,
  isAnnounced,
  isBefore,
  later,
  occurrences,
  RecurrenceUnreadableError,
  statutoryHolidayOf,
} from './index.js';

const zone = 'Asia/Shanghai';
const first = Temporal.Instant.from('2026-09-29T09:00:00+08:00');
const latest = first.add({ hours: 24 * 366 });
const daysOf = (rule: string, most = 100) =>
  occurrences({ rule, first, zone, latest, most }).map((at) => dayOf(at, zone).toString());

describe('recurrence', () => {
  it('gives the first and what the rule says after it', () => {
    expect(daysOf('FREQ=WEEKLY;BYDAY=TU,SA;COUNT=4')).toEqual(['2026-09-29', '2026-10-03', '2026-10-06', '2026-10-10']);
    expect(daysOf('rrule:freq=monthly;bymonthday=1;count=2')).toEqual(['2026-09-29', '2026-10-01', '2026-11-01']);
  });

  it('stops soon after what is allowed', () => {
    expect(daysOf('FREQ=DAILY', 5)).toHaveLength(6);
    const yearly = occurrences({ rule: 'FREQ=YEARLY', first, zone, latest, most: 100 });
    expect(yearly.filter((at) => isBefore(latest, at)).length).toBeLessThanOrEqual(1);
  });

  it.each(['weekly', '', 'FREQ=HOURLY', 'FREQ=DAILY\nDTSTART:20200101T000000Z', 'FREQ=SOMETIMES'])(
    'cannot follow %j',
    (rule) => {
      expect(() => daysOf(rule)).toThrow(RecurrenceUnreadableError);
    },
  );

  it('is in order, and never goes on for long, whatever is written', () => {
    const part = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=MONTHLY',
      'BYMONTHDAY=31',
      'BYMONTH=2',
      'COUNT=3',
      'INTERVAL=7',
      'BYDAY=-1MO',
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 4 }), (parts) => {
        try {
          const found = occurrences({ rule: parts.join(';'), first, zone, latest, most: 20 });
          expect(found.length).toBeLessThanOrEqual(21);
          expect(found.every((at, index) => index === 0 || isBefore(found[index - 1] ?? at, at))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(RecurrenceUnreadableError);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('days in China', () => {
  it.each([
    ['2026-10-01', 'holiday', '国庆节'],
    ['2026-10-10', 'workday-in-lieu', undefined],
    ['2026-10-11', 'weekend', undefined],
    ['2026-10-12', 'workday', undefined],
    ['2035-10-06', 'weekend', undefined], // a Saturday of a year that nobody has announced
  ])('%s is a %s', (date, kind, name) => {
    const day = Temporal.PlainDate.from(date);
    expect([dayKindOf(day), holidayOf(day)]).toEqual([kind, name]);
  });

  it.each([
    ['2049-01-01', '元旦'],
    ['2049-02-01', '春节'], // New Year's Eve
    ['2049-02-02', '春节'],
    ['2049-02-04', '春节'],
    ['2049-04-04', '清明节'],
    ['2049-05-02', '劳动节'],
    ['2049-06-04', '端午节'],
    ['2049-09-11', '中秋节'],
    ['2049-10-03', '国庆节'],
  ])('%s, which nobody has announced, is %s by law', (date, name) => {
    const day = Temporal.PlainDate.from(date);
    expect([isAnnounced(day), dayKindOf(day), holidayOf(day)]).toEqual([false, 'holiday', name]);
  });

  it('are thirteen by law in a year of any length, one of them in each announced holiday', () => {
    for (let year = 2025; year <= 2032; year += 1) {
      const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
      const all = Array.from({ length: first.daysInYear }, (_, days) => first.add({ days }));
      const statutory = all.filter((day) => statutoryHolidayOf(day) !== undefined);
      // One less where the Mid-Autumn Festival falls on the National Day.
      expect([12, 13]).toContain(statutory.length);
      if (year <= announcedUntil.year) expect(statutory.map(dayKindOf)).toEqual(statutory.map(() => 'holiday'));
    }
  });

  it('are announced for years that have passed, and not for ever', () => {
    expect(isAnnounced(Temporal.PlainDate.from('2025-12-31'))).toBe(true);
    expect(announcedUntil.month * 100 + announcedUntil.day).toBe(1231);
    expect(isAnnounced(announcedUntil.add({ days: 1 }))).toBe(false);
  });
});

describe('times', () => {
  it('are compared strictly', () => {
    expect([isBefore(first, latest), isBefore(latest, first), isBefore(first, first)]).toEqual([true, false, false]);
    expect(later(first, latest)).toBe(latest);
    expect(later(latest, first)).toBe(latest);
  });

  it('fall on the day of the zone', () => {
    const lateInLondon = Temporal.Instant.from('2026-12-31T20:00:00Z');
    expect([dayOf(lateInLondon, 'UTC').toString(), dayOf(lateInLondon, zone).toString()]).toEqual([
      '2026-12-31',
      '2027-01-01',
    ]);
  });
});
