import { create } from '@bufbuild/protobuf';
import { isBefore, later } from '@huying/calendar';
import {
  AttendanceMethod,
  CheckedInSchema,
  CheckedOutSchema,
  toTimestamp,
  type CheckedIn,
  type CheckedOut,
} from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import type { Attendance } from './attendance.entity.js';
import { attendanceProblems } from './attendances.problems.js';

/** Attendance as decisions: plain functions of the attendance and the deed, with the times of the need handed in. */

/** How it was shown that somebody came: by the code on site, or noted by staff. */
export type Method = 'code' | 'staff';

/** When the service is. */
export interface ServiceWindow {
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
}

/** Somebody comes or leaves at that time. */
export interface Deed {
  readonly window: ServiceWindow;
  readonly at: Temporal.Instant;
  readonly method: Method;
}

/** How long before the start one may check in, and how long after the end one may check out. */
export const EARLIEST_MINUTES = 60;
export const LATEST_HOURS = 4;

const methods: Record<Method, AttendanceMethod> = {
  code: AttendanceMethod.CODE,
  staff: AttendanceMethod.STAFF,
};

const common = ({ id, communityId, needId, volunteerId }: Attendance, { method }: Deed) => ({
  claimId: id,
  communityId,
  needId,
  volunteerId,
  method: methods[method],
});

/**
 * When it happened: now, unless staff note it afterwards.
 * @throws attendance-time-for-staff, attendance-in-the-future
 */
export function timeOf(
  told: Temporal.Instant | undefined,
  { isStaff, now }: { isStaff: boolean; now: Temporal.Instant },
): Temporal.Instant {
  if (!told) return now;
  if (!isStaff) throw attendanceProblems.timeForStaff();
  if (isBefore(now, told)) throw attendanceProblems.inTheFuture();
  return told;
}

/**
 * Also somebody who seemed to have missed the service may turn out to have come.
 * @throws attendance-already-checked-in, attendance-too-early, attendance-too-late
 */
export function checkIn(attendance: Attendance, deed: Deed): CheckedIn {
  if (attendance.state !== 'expected' && attendance.state !== 'missed') throw attendanceProblems.alreadyCheckedIn();
  const { window, at } = deed;
  if (isBefore(at, window.startsAt.subtract({ minutes: EARLIEST_MINUTES }))) {
    throw attendanceProblems.tooEarly({ minutes: EARLIEST_MINUTES });
  }
  if (isBefore(window.endsAt, at)) throw attendanceProblems.tooLate();
  return create(CheckedInSchema, { ...common(attendance, deed), checkedInAt: toTimestamp(at) });
}

/**
 * @throws attendance-not-checked-in, attendance-already-checked-out, attendance-check-out-before-check-in,
 * attendance-check-out-too-late
 */
export function checkOut(attendance: Attendance, deed: Deed): CheckedOut {
  if (attendance.state === 'checked-out') throw attendanceProblems.alreadyCheckedOut();
  if (attendance.state !== 'checked-in' || !attendance.checkedInAt) throw attendanceProblems.notCheckedIn();
  const { window, at } = deed;
  if (isBefore(at, attendance.checkedInAt)) throw attendanceProblems.checkOutBeforeCheckIn();
  if (isBefore(window.endsAt.add({ hours: LATEST_HOURS }), at)) {
    throw attendanceProblems.checkOutTooLate({ hours: LATEST_HOURS });
  }
  return create(CheckedOutSchema, { ...common(attendance, deed), checkedOutAt: toTimestamp(at) });
}

/** The time of service that counts. */
export interface CountedTime {
  readonly from: Temporal.Instant;
  readonly until: Temporal.Instant;
  /** Full minutes. */
  readonly minutes: number;
}

/**
 * What counts of the time between coming and leaving: waiting before the start does not, staying on after the end does, as
 * long as check-out is possible. Somebody who leaves before the start has served no minute.
 */
export function countedTime(
  { startsAt, endsAt }: ServiceWindow,
  checkedInAt: Temporal.Instant,
  checkedOutAt: Temporal.Instant,
): CountedTime {
  const from = later(checkedInAt, startsAt);
  const latest = endsAt.add({ hours: LATEST_HOURS });
  const until = later(from, isBefore(latest, checkedOutAt) ? latest : checkedOutAt);
  return { from, until, minutes: Math.floor((until.epochMilliseconds - from.epochMilliseconds) / 60_000) };
}
