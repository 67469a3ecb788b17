import { given } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { needStates, type Need } from './need.entity.js';
import { aNeed, inHours, now } from './need.examples.js';
import { planRecurrence, planShifts } from './series.js';

const at = (text: string) => Temporal.Instant.from(text);
const shift = (starts: number, ends: number, places?: number) => ({
  startsAt: inHours(starts),
  endsAt: inHours(ends),
  ...(places !== undefined && { places }),
});
/** Tuesday, the first of December, from nine to eleven in Shanghai. */
const weekly = (fields: Partial<Need> = {}) =>
  aNeed({ startsAt: at('2026-12-01T09:00:00+08:00'), endsAt: at('2026-12-01T11:00:00+08:00'), ...fields });
const recurring = (rule: string, zone = 'Asia/Shanghai') => ({ rule, zone, now });
const startsOf = (need: Need, rule: string, zone = 'Asia/Shanghai') =>
  planRecurrence(need, recurring(rule, zone)).map(({ startsAt }) =>
    startsAt.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: 'minute' }),
  );

describe('the shifts of a need', () => {
  it('come in the order of their starts, with places of their own or those of the need', () => {
    const shifts = [shift(30, 32), shift(24, 26, 5), shift(24, 25)];
    expect(planShifts(aNeed(), { shifts, now })).toEqual([shift(24, 26, 5), shift(24, 25), shift(30, 32)]);
  });

  it.each([
    ['ends before it starts', shift(5, 4), 'need-ends-before-start'],
    ['lasts more than a day', shift(5, 30), 'need-too-long'],
    ['lies in the past', shift(-1, 1), 'need-starts-in-the-past'],
  ])('are refused if one %s', (_, wrong, code) => {
    given(aNeed())
      .when(planShifts, { shifts: [shift(24, 26), wrong], now })
      .thenRefused(code);
  });

  it.each(needStates.filter((state) => state !== 'draft'))('are not planned for a need that is %s', (state) => {
    given(aNeed({ state }))
      .when(planShifts, { shifts: [shift(1, 2), shift(3, 4)], now })
      .thenRefused('need-wrong-state');
  });
});

describe('a need that recurs', () => {
  it('comes on the days of the rule at the same time, itself first, as long as it lasts', () => {
    expect(startsOf(weekly(), 'FREQ=WEEKLY;BYDAY=TU,SA;COUNT=4')).toEqual([
      '2026-12-01T09:00',
      '2026-12-05T09:00',
      '2026-12-08T09:00',
      '2026-12-12T09:00',
    ]);
    for (const { startsAt, endsAt } of planRecurrence(weekly(), recurring('FREQ=DAILY;COUNT=9'))) {
      expect(startsAt.until(endsAt).total('minutes')).toBe(120);
    }
  });

  it('is first also where the rule has another day', () => {
    expect(startsOf(weekly(), 'FREQ=WEEKLY;BYDAY=SA;COUNT=2')[0]).toBe('2026-12-01T09:00');
  });

  it('takes the day from the community’s zone: one in the morning is yesterday in Greenwich', () => {
    const early = weekly({ startsAt: at('2026-12-02T01:00:00+08:00'), endsAt: at('2026-12-02T02:00:00+08:00') });
    expect(startsOf(early, 'FREQ=MONTHLY;BYMONTHDAY=2;COUNT=2')).toEqual(['2026-12-02T01:00', '2027-01-02T01:00']);
  });

  it('stays at nine where clocks are put forward', () => {
    const need = weekly({ startsAt: at('2027-03-26T09:00:00+01:00'), endsAt: at('2027-03-26T10:00:00+01:00') });
    expect(startsOf(need, 'FREQ=WEEKLY;COUNT=2', 'Europe/Berlin')).toEqual(['2027-03-26T09:00', '2027-04-02T09:00']);
  });

  it.each(['RRULE:FREQ=WEEKLY;COUNT=3', 'freq=weekly;count=3', 'FREQ=WEEKLY;UNTIL=20261216T000000Z'])(
    'may be written %s',
    (rule) => expect(startsOf(weekly(), rule)).toHaveLength(3),
  );

  it.each([
    ['', 'need-recurrence-unreadable'],
    ['every Tuesday', 'need-recurrence-unreadable'],
    ['FREQ=FORTNIGHTLY', 'need-recurrence-unreadable'],
    ['FREQ=HOURLY;COUNT=3', 'need-recurrence-unreadable'],
    ['FREQ=SECONDLY', 'need-recurrence-unreadable'],
    ['FREQ=WEEKLY;COUNT=3\nEXDATE:20261208T010000Z', 'need-recurrence-unreadable'],
    ['FREQ=WEEKLY;INTERVAL=0;COUNT=2', 'need-recurrence-unreadable'],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31', 'need-recurrence-unreadable'],
    ['FREQ=DAILY;COUNT=101', 'need-recurs-too-often'],
    ['FREQ=DAILY', 'need-recurs-too-often'],
    ['FREQ=WEEKLY', 'need-recurs-too-long'],
    ['FREQ=YEARLY;COUNT=3', 'need-recurs-too-long'],
    ['FREQ=WEEKLY;COUNT=1', 'need-recurs-never'],
    ['FREQ=WEEKLY;UNTIL=20261202T000000Z', 'need-recurs-never'],
  ])('is refused for the rule %j: %s', (rule, code) => {
    given(weekly()).when(planRecurrence, recurring(rule)).thenRefused(code);
  });

  it('may come a hundred times, and for a year', () => {
    expect(startsOf(weekly(), 'FREQ=DAILY;COUNT=100')).toHaveLength(100);
    expect(startsOf(weekly(), 'FREQ=YEARLY;COUNT=2')).toHaveLength(2);
  });

  it('is refused for one that is no draft, belongs to a series, or lies in the past', () => {
    const rule = recurring('FREQ=WEEKLY;COUNT=3');
    given(weekly({ state: 'published' }))
      .when(planRecurrence, rule)
      .thenRefused('need-wrong-state');
    given(weekly({ seriesId: 's-1' }))
      .when(planRecurrence, rule)
      .thenRefused('need-in-a-series');
    const past = { startsAt: inHours(-2), endsAt: inHours(-1) };
    given(weekly(past)).when(planRecurrence, rule).thenRefused('need-starts-in-the-past');
  });
});
