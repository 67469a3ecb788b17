import { AttendanceMethod } from '@huying/contracts';
import { given } from '@huying/testing';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { Attendance, type AttendanceState } from './attendance.entity.js';
import { checkIn, checkOut, countedTime, timeOf, type Deed } from './attendance.js';

const startsAt = Temporal.Instant.from('2026-12-01T01:00:00Z');
const endsAt = Temporal.Instant.from('2026-12-01T03:00:00Z');
const window = { startsAt, endsAt };

const anAttendance = (over: Partial<Attendance> = {}): Attendance =>
  Object.assign(new Attendance(), {
    id: '019aafd4-0c2e-7c3f-9b1a-2a6d2f0c8e11',
    communityId: 'xishan',
    needId: '019aafd4-0c2e-7c3f-9b1a-2a6d2f0c8e12',
    volunteerId: 'v-1',
    place: 1,
    state: 'expected',
    heldAt: startsAt.subtract({ hours: 24 }),
    checkedInAt: null,
    checkedOutAt: null,
    ...over,
  });
const present = (checkedInAt = startsAt) => anAttendance({ state: 'checked-in', checkedInAt });
const at = (time: Temporal.Instant, method: Deed['method'] = 'code'): Deed => ({ window, at: time, method });

describe('checking in', () => {
  it('tells who came when, and how it was shown', () =>
    given(anAttendance())
      .when(checkIn, at(startsAt, 'staff'))
      .then({ volunteerId: 'v-1', method: AttendanceMethod.STAFF, checkedInAt: { seconds: 1_796_086_800n } }));

  it.each([
    ['60 minutes before the start', startsAt.subtract({ minutes: 60 })],
    ['at the end', endsAt],
  ])('is possible %s', (_, time) => given(anAttendance()).when(checkIn, at(time)).then({ claimId: anAttendance().id }));

  it.each([
    ['earlier', startsAt.subtract({ minutes: 60, milliseconds: 1 }), 'attendance-too-early'],
    ['later', endsAt.add({ milliseconds: 1 }), 'attendance-too-late'],
  ])('is refused %s', (_, time, code) => given(anAttendance()).when(checkIn, at(time)).thenRefused(code));

  it.each<AttendanceState>(['checked-in', 'checked-out'])('is refused for one who is %s', (state) =>
    given(anAttendance({ state })).when(checkIn, at(startsAt)).thenRefused('attendance-already-checked-in'),
  );
});

describe('checking out', () => {
  it('is possible until four hours after the end', () => {
    given(present())
      .when(checkOut, at(endsAt.add({ hours: 4 })))
      .then({ method: AttendanceMethod.CODE });
    given(present())
      .when(checkOut, at(endsAt.add({ hours: 4, milliseconds: 1 })))
      .thenRefused('attendance-check-out-too-late');
  });

  it('is refused before checking in, a second time, and for a time before coming', () => {
    given(anAttendance()).when(checkOut, at(endsAt)).thenRefused('attendance-not-checked-in');
    given(anAttendance({ state: 'checked-out' }))
      .when(checkOut, at(endsAt))
      .thenRefused('attendance-already-checked-out');
    given(present())
      .when(checkOut, at(startsAt.subtract({ seconds: 1 }), 'staff'))
      .thenRefused('attendance-check-out-before-check-in');
  });
});

describe('the time of it', () => {
  it('is now; staff may note a time that is past', () => {
    const now = endsAt;
    expect(timeOf(undefined, { isStaff: false, now })).toBe(now);
    expect(timeOf(startsAt, { isStaff: true, now })).toBe(startsAt);
    expect(() => timeOf(startsAt, { isStaff: false, now })).toThrow('attendance-time-for-staff');
    expect(() => timeOf(now.add({ seconds: 1 }), { isStaff: true, now })).toThrow('attendance-in-the-future');
  });
});

describe('the minutes that count', () => {
  const minute = 60_000;
  const stay = fc
    .tuple(fc.integer({ min: -60 * minute, max: 120 * minute }), fc.integer({ min: 0, max: 7 * 60 * minute }))
    .map(([offset, length]) => {
      const comes = startsAt.add({ milliseconds: offset });
      const leaves = comes.add({ milliseconds: length });
      return {
        comes,
        leaves: Temporal.Instant.compare(leaves, endsAt.add({ hours: 4 })) > 0 ? endsAt.add({ hours: 4 }) : leaves,
      };
    });

  it('are whole, never negative, never more than the stay, never more than check-out allows', () => {
    fc.assert(
      fc.property(stay, ({ comes, leaves }) => {
        const { minutes } = countedTime(window, comes, leaves);
        expect(Number.isInteger(minutes)).toBe(true);
        expect(minutes).toBeGreaterThanOrEqual(0);
        expect(minutes * minute).toBeLessThanOrEqual(leaves.epochMilliseconds - comes.epochMilliseconds);
        expect(minutes).toBeLessThanOrEqual((2 + 4) * 60);
      }),
    );
  });

  it('are those between the two times that are told of them', () => {
    fc.assert(
      fc.property(stay, ({ comes, leaves }) => {
        const { from, until, minutes } = countedTime(window, comes, leaves);
        expect(Temporal.Instant.compare(from, startsAt)).toBeGreaterThanOrEqual(0);
        expect(Temporal.Instant.compare(from, comes)).toBeGreaterThanOrEqual(0);
        expect(minutes).toBe(Math.floor(from.until(until).total('minutes')));
      }),
    );
  });

  it('grow with a longer stay and shrink with a later coming', () => {
    fc.assert(
      fc.property(stay, fc.nat(60 * minute), ({ comes, leaves }, more) => {
        const longer = countedTime(window, comes, leaves.add({ milliseconds: more }));
        const shorter = countedTime(window, comes.add({ milliseconds: more }), leaves);
        const { minutes } = countedTime(window, comes, leaves);
        expect(longer.minutes).toBeGreaterThanOrEqual(minutes);
        expect(shorter.minutes).toBeLessThanOrEqual(minutes);
      }),
    );
  });

  it.each([
    ['60 min before', '120 min after', -60, 120, 120],
    ['59 s before the next minute', 'a minute later', 0, 0.98, 0],
    ['before', 'before the start', -30, -10, 0],
    ['on time', 'two hours after the end', 0, 240, 240],
  ])('of one who comes %s and leaves %s', (_, __, comes, leaves, minutes) => {
    const time = (offset: number) => startsAt.add({ milliseconds: Math.round(offset * minute) });
    expect(countedTime(window, time(comes), time(leaves)).minutes).toBe(minutes);
  });
});
