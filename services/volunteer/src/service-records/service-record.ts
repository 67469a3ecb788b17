import type { Temporal } from 'temporal-polyfill';
import { countedTime, type Method } from '../attendances/attendance.js';
import type { Attendance } from '../attendances/attendance.entity.js';
import type { AttendedNeed } from '../needs/attended-needs.js';
import type { ServiceRecord } from './service-record.entity.js';

/** Who enters a record, how and when, and in which zone the community counts its days. */
export interface Recorder {
  readonly by: string;
  readonly method: Method;
  readonly now: Temporal.Instant;
  readonly zone: string;
}

/** The record of a service that is over. @throws TypeError unless the volunteer has come and left */
export function recordOf(
  attendance: Attendance,
  need: AttendedNeed,
  { by, method, now, zone }: Recorder,
): ServiceRecord {
  const { checkedInAt, checkedOutAt } = attendance;
  if (!checkedInAt || !checkedOutAt) throw new TypeError('A service is recorded when the volunteer has come and left.');
  const { from, until, minutes } = countedTime(need, checkedInAt, checkedOutAt);
  return {
    id: attendance.id,
    communityId: attendance.communityId,
    volunteerId: attendance.volunteerId,
    needId: attendance.needId,
    activity: need.title,
    date: from.toZonedDateTimeISO(zone).toPlainDate().toString(),
    place: [need.locationName, need.building].filter(Boolean).join(' '),
    content: need.description || need.title,
    from,
    until,
    minutes,
    organiser: need.organiser,
    personInCharge: need.personInCharge,
    recordedBy: by,
    method,
    recordedAt: now,
  };
}
