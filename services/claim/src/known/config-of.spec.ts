import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { travel, UNKNOWN_TRAVEL } from '../rules/fit.js';
import { configOf, isAtNight } from './config-of.js';
import type { KnownNeed, KnownPlace } from './known-need.entity.js';

const ZONE = 'Asia/Shanghai';
const at = (local: string, zone = ZONE): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant();

const aNeed = (starts: string, ends: string, terms: object = {}): KnownNeed =>
  ({
    ...{ opensAt: at('2026-11-01T09:00'), closesAt: at(starts), releaseUntil: at(starts) },
    ...{ startsAt: at(starts), endsAt: at(ends) },
    terms: {
      ...{ dispatch: 'first-come', skills: [], preferredSkills: [], trainings: [], hometowns: [], dialects: [] },
      ...{ groupIds: [], minimumAge: 0, waitingList: true, groupsAt: null, everyoneAt: null, drawAt: null },
      ...{ offerMinutes: 0, restHours: 0, isRisky: false, seriesId: '', seriesLimit: 0, place: { digest: 1 } },
      ...terms,
    },
  }) as unknown as KnownNeed;

describe('the night, in which minors do not serve', () => {
  it.each([
    ['2026-11-25T06:00', '2026-11-25T22:00', false],
    ['2026-11-25T05:59', '2026-11-25T08:00', true],
    ['2026-11-25T20:00', '2026-11-25T22:01', true],
    ['2026-11-25T22:00', '2026-11-25T23:00', true],
    ['2026-11-25T00:30', '2026-11-25T01:00', true],
    ['2026-11-25T12:00', '2026-11-26T12:00', true],
  ])('of %s to %s: %s', (starts, ends, isNight) => {
    expect(isAtNight(at(starts), at(ends), ZONE)).toBe(isNight);
  });

  it('is that of the community, not that of the server', () => {
    const [starts, ends] = [at('2026-11-25T22:30', 'UTC'), at('2026-11-25T23:30', 'UTC')];
    expect([isAtNight(starts, ends, 'UTC'), isAtNight(starts, ends, ZONE)]).toEqual([true, false]);
  });

  it('is met exactly by services of which some minute lies in it', () => {
    const minutes = fc.tuple(fc.nat(3 * 1_440), fc.integer({ min: 1, max: 1_440 }));
    fc.assert(
      fc.property(minutes, ([from, length]) => {
        const starts = at('2026-11-25T00:00').add({ minutes: from });
        const inNight = Array.from({ length }, (_, minute) => (from + minute) % 1_440).some(
          (minute) => minute < 6 * 60 || minute >= 22 * 60,
        );
        expect(isAtNight(starts, starts.add({ minutes: length }), ZONE)).toBe(inNight);
      }),
    );
  });
});

describe('the week in which hours are counted', () => {
  const week = (starts: string, ends: string) => {
    const { weekStart, weekEnd } = configOf(aNeed(starts, ends), ZONE);
    return [weekStart, weekEnd].map((minutes) =>
      Temporal.Instant.fromEpochMilliseconds(minutes * 60_000)
        .toZonedDateTimeISO(ZONE)
        .toPlainDateTime()
        .toString(),
    );
  };
  it.each([
    ['2026-11-23T00:00', '2026-11-23T02:00'],
    ['2026-11-25T10:00', '2026-11-25T12:00'],
    ['2026-11-29T23:00', '2026-11-30T01:00'],
  ])('of %s runs from Monday to Monday in the community', (starts, ends) => {
    expect(week(starts, ends)).toEqual(['2026-11-23T00:00:00', '2026-11-30T00:00:00']);
  });

  it('of the next Monday is the next', () => {
    expect(week('2026-11-30T00:00', '2026-11-30T01:00')[0]).toBe('2026-11-30T00:00:00');
  });
});

describe('ages', () => {
  it('are those on the day of the start, and trainings must last to the day of the end', () => {
    const config = configOf(aNeed('2026-11-25T20:00', '2026-11-26T01:00', { minimumAge: 16 }), ZONE);
    expect(config).toMatchObject({ born: 20101125, adult: 20081125, lastDay: 20261126, night: true });
  });

  it('of children in a class are no matter of the scripts, and a class is at no time', () => {
    const starts = '2027-01-18T23:00';
    const terms = { of: 'class', minimumAge: 6, maximumAge: 12 };
    const config = configOf(aNeed(starts, starts, terms), ZONE);
    expect(config).toMatchObject({ of: 'class', born: 0, from: 0, till: 0, night: false });
  });

  it('of who was born on a leap day count from the last of February', () => {
    expect(configOf(aNeed('2026-02-28T10:00', '2026-02-28T11:00'), ZONE).adult).toBe(20080228);
    expect(configOf(aNeed('2028-02-29T10:00', '2028-02-29T11:00'), ZONE).adult).toBe(20100228);
  });
});

describe('the way between two places', () => {
  const way = (a: KnownPlace, b: KnownPlace) => {
    const place = (one: KnownPlace) => configOf(aNeed('2026-11-25T10:00', '2026-11-25T11:00', { place: one }), ZONE);
    return travel(place(a), place(b));
  };
  const here = { latitude: 30.53, longitude: 120.69 };

  it('is none within one place, located or by name', () => {
    expect([way(here, here), way({ digest: 7 }, { digest: 7 })]).toEqual([0, 0]);
  });

  it('is a quarter of an hour where one was not located', () => {
    expect([way(here, { digest: 7 }), way({ digest: 7 }, { digest: 8 })]).toEqual([UNKNOWN_TRAVEL, UNKNOWN_TRAVEL]);
  });

  it('is that of a bicycle, at most four hours', () => {
    expect(way(here, { latitude: 30.53 + 2_000 / 111_320, longitude: 120.69 })).toBe(10);
    expect(way(here, { latitude: 39.9, longitude: 116.4 })).toBe(240);
  });
});
