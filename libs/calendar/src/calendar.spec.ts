import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { dayKindOf, dayOf, holidayOf, isBefore, later, occurrences, RecurrenceUnreadableError } from './index.js';

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
