import { toTimestamp, Urgency } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { type CommunityTime, step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { raiseNeed } from '../../needs/arisen-need.js';
import { placeBooking } from '../../venues/place-booking.js';
import { Venue } from '../../venues/venue.entity.js';
import { ClassSession, type SchoolClass } from '../class.entity.js';
import { scheduleSession, sessionLife } from '../session.js';

/** What the item of the catalogue is called that teaching is. */
const HOLIDAY_CLASSES = 'CP-006';
/** The teacher needs a place too. */
const TEACHERS = 1;

/** For how many a room is booked. */
export const peopleOf = ({ places }: SchoolClass): number => places + TEACHERS;

/** What the sessions of a class have in common. */
export interface SessionPlan {
  readonly starts: readonly Temporal.Instant[];
  readonly minutes: number;
  readonly skills: readonly string[];
  readonly isStaff: boolean;
  readonly by: string;
}

/**
 * Sessions, each with its room booked and the need for its teacher published; all, or none.
 * @throws venue-wrong-state and what bookings are refused for
 */
export async function planSessions(
  tx: Tx,
  schoolClass: SchoolClass,
  { starts, minutes, skills, isStaff, by }: SessionPlan,
  time: CommunityTime,
): Promise<ClassSession[]> {
  const { id: classId, communityId, termId, organizationId, programmeId, venueId } = schoolClass;
  const now = time.now();
  const venue = await tx.lock(Venue, { id: venueId, communityId });
  const sessions: ClassSession[] = [];
  for (const startsAt of starts) {
    const id = uuidv7();
    const endsAt = startsAt.add({ minutes });
    const booking = await placeBooking(
      tx,
      {
        ...{
          venue,
          whom: isStaff ? 'staff' : 'organizations',
          startsAt,
          endsAt,
          people: peopleOf(schoolClass),
        },
        ...{ purpose: schoolClass.name, organizationId, seriesId: classId, by },
      },
      time,
    );
    const needId = await raiseNeed(tx, {
      communityId,
      origin: { kind: 'session', id, organizationId, programmeId },
      catalogueItemCode: HOLIDAY_CLASSES,
      title: `${schoolClass.name}:${schoolClass.course}授课`,
      urgency: Urgency.NORMAL,
      places: TEACHERS,
      startsAt: toTimestamp(startsAt),
      endsAt: toTimestamp(endsAt),
      location: { name: venue.name, building: venue.building },
      skills: [...skills],
      organiser: organizationId,
      personInCharge: schoolClass.personInCharge,
      publish: true,
      aroseBy: by,
      aroseAt: toTimestamp(now),
    });
    const session = tx.create(ClassSession, {
      ...{ id, communityId, state: 'scheduled', classId, termId, organizationId, startsAt, endsAt },
      ...{ needId, bookingId: booking.id, teacherId: null },
    });
    await step(tx, sessionLife, session, scheduleSession(session, { venueId, now }), { by, now });
    sessions.push(session);
  }
  return sessions;
}
