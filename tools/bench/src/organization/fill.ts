import { setTimeout as pause } from 'node:timers/promises';
import { create } from '@bufbuild/protobuf';
import { PlaceHeldSchema, PlacesOf, toTimestamp, WaitingListJoinedSchema } from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { COMMUNITY, type Caller, type ServiceBed } from '../service-bed.js';

const ZONE = 'Asia/Shanghai';
const HOURS = Array.from({ length: 13 }, (_, index) => 8 + index);
const DAYS = 60;
/** Every fifth waits in line. */
const WAITING_EVERY = 5;
/** How many guardians tell of their children at once. */
const AT_ONCE = 16;

/** How much there is to list: rooms, each booked for the thirteen hours of sixty days, and children in classes. */
export interface Extent {
  readonly rooms: number;
  readonly classes: number;
  readonly childrenEach: number;
}

export const whole: Extent = { rooms: 13, classes: 10, childrenEach: 500 };
/** To see that it runs, and that no list is far from its goal. */
export const quick: Extent = { rooms: 2, classes: 2, childrenEach: 60 };

/** Two children a family. */
export const guardianOf = (child: number): string => `guardian-${Math.floor(child / 2)}`;

interface Row {
  readonly id: string;
}

/** What there is to list. */
export interface Filled {
  readonly venueId: string;
  readonly classId: string;
  readonly bookings: number;
  readonly enrolments: number;
  /** How long it took to book, one series after the other. */
  readonly bookingSeconds: number;
  /** How long the service took to follow the claims of so many children. */
  readonly followingSeconds: number;
}

const inDays = (days: number): string => Temporal.Now.plainDateISO(ZONE).add({ days }).toString();
const at = (days: number, hour: number): string => `${inDays(days)}T${String(hour).padStart(2, '0')}:00:00+08:00`;

/** Everything comes in as it always does: bookings, classes and children through the API, enrolments by the claim service's events. */
export async function fill(
  bed: ServiceBed,
  { rooms, classes, childrenEach }: Extent,
  say: (line: string) => void,
): Promise<Filled> {
  const staff = await bed.as('staff', 'staff-1');
  const venues = [];
  for (let room = 0; room < rooms; room += 1) venues.push(await openVenue(staff, `居民会客厅 ${room + 1}`));
  const since = performance.now();
  for (const [room, { id: venueId }] of venues.entries()) {
    const booker = await bed.as('resident', `resident-${room}`);
    for (const hour of HOURS) {
      await booker.post('/v1/bookings', {
        ...{ venueId, startsAt: at(2, hour), endsAt: at(2, hour + 1), people: 5, purpose: '楼道议事' },
        recurrence: `FREQ=DAILY;COUNT=${DAYS}`,
      });
    }
    say(`${(room + 1) * HOURS.length * DAYS} bookings`);
  }
  const bookingSeconds = (performance.now() - since) / 1_000;
  const classIds = await planClasses(staff, classes, childrenEach);
  const children = await tellOfChildren(bed, classes * childrenEach);
  say(`${children.length} children`);
  const followingSeconds = await enrol(
    bed,
    children.map((childId, index) => [classIds[Math.floor(index / childrenEach)] ?? '', childId]),
  );
  say(`${children.length} enrolments`);
  await bed.database.query('ANALYZE');
  const count = async (table: string): Promise<number> => {
    const { rows } = await bed.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  };
  const [venue] = venues;
  const [classId] = classIds;
  if (!venue || !classId) throw new Error('There is nothing to list.');
  const [bookings, enrolments] = [await count('bookings'), await count('enrolments')];
  return { venueId: venue.id, classId, bookings, enrolments, bookingSeconds, followingSeconds };
}

const openVenue = (staff: Caller, name: string): Promise<Row> =>
  staff.post('/v1/venues', {
    ...{ name, kind: 'parlour', building: '3幢', capacity: 600, equipment: [] },
    hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '21:00' })),
  });

async function planClasses(staff: Caller, classes: number, places: number): Promise<string[]> {
  const venue = await openVenue(staff, '活动室');
  const organization = await staff.post<Row>('/v1/organizations', { name: '爱心教室', purpose: '假期班' });
  await staff.post(`/v1/organizations/${organization.id}/acceptance`, { reason: '居委会讨论决定' });
  const programme = await staff.post<Row>('/v1/programmes', {
    ...{ organizationId: organization.id, kind: 'classes', name: '爱心教室', purpose: '假期班' },
    ...{ fromOn: inDays(-1), untilOn: inDays(90) },
  });
  await staff.post(`/v1/programmes/${programme.id}/opening`);
  const term = await staff.post<Row>('/v1/terms', {
    ...{ programmeId: programme.id, name: '假期班', fromOn: inDays(5), untilOn: inDays(80) },
    enrolmentOpensAt: at(0, 8),
  });
  await staff.post(`/v1/terms/${term.id}/opening`);
  const ids: string[] = [];
  for (let index = 0; index < classes; index += 1) {
    // A week ahead by days, so that a holiday, on which there is no class, is passed by the next days.
    const { id } = await staff.post<Row>('/v1/classes', {
      ...{ termId: term.id, venueId: venue.id, name: `书法 ${index + 1}`, course: '书法', places },
      ...{ minimumAge: 6, maximumAge: 12, minutes: 60, startsAt: at(20, HOURS[index] ?? 8), personInCharge: '社工' },
      recurrence: 'FREQ=DAILY;COUNT=10',
    });
    ids.push(id);
  }
  return ids;
}

/** Each guardian tells of two children, some guardians at once. */
async function tellOfChildren(bed: ServiceBed, count: number): Promise<string[]> {
  const birthDate = Temporal.Now.plainDateISO(ZONE).subtract({ years: 8 }).toString();
  const ids: string[] = [];
  for (let from = 0; from < count; from += AT_ONCE) {
    const portion = Array.from({ length: Math.min(AT_ONCE, count - from) }, async (_, index) => {
      const guardian = await bed.as('resident', guardianOf(from + index));
      const { id } = await guardian.post<Row>('/v1/children', {
        ...{ name: '小雨', birthDate, consent: true },
        pickUps: [{ name: '王外婆', phone: '13800138000', relation: '外婆' }],
      });
      return id;
    });
    ids.push(...(await Promise.all(portion)));
  }
  return ids;
}

/** The claim service tells of them, and the service follows. @returns the seconds from the first event to the last enrolment */
async function enrol(bed: ServiceBed, children: readonly (readonly [string, string])[]): Promise<number> {
  const at = toTimestamp(Temporal.Now.instant());
  const events = children.map(([needId, volunteerId], index) => {
    const claim = { needId, volunteerId, communityId: COMMUNITY, claimId: uuidv7(), of: PlacesOf.CLASS };
    return index % WAITING_EVERY === 0
      ? create(WaitingListJoinedSchema, { ...claim, position: 1, joinedAt: at })
      : create(PlaceHeldSchema, { ...claim, place: 1 + index, heldAt: at });
  });
  const since = performance.now();
  await bed.deliver(events);
  for (;;) {
    const { rows } = await bed.database.query<{ count: number }>('SELECT count(*)::int AS count FROM enrolments');
    if ((rows[0]?.count ?? 0) >= children.length) return (performance.now() - since) / 1_000;
    await pause(50);
  }
}
