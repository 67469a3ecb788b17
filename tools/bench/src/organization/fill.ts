import { Temporal } from 'temporal-polyfill';
import { COMMUNITY, type Caller, type OrganizationBed } from './bed.js';

const ZONE = 'Asia/Shanghai';
/** Thirteen rooms, each booked for the thirteen hours of sixty days. */
const ROOMS = 13;
const HOURS = Array.from({ length: 13 }, (_, index) => 8 + index);
const DAYS = 60;
const CLASSES = 10;
const CHILDREN_EACH = 500;
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
}

const inDays = (days: number): string => Temporal.Now.plainDateISO(ZONE).add({ days }).toString();
const at = (days: number, hour: number): string => `${inDays(days)}T${String(hour).padStart(2, '0')}:00:00+08:00`;

/**
 * Books the rooms through the API, series by series, and plans classes; enrolments are written as the service writes them when it
 * hears of claims.
 */
export async function fill(bed: OrganizationBed, say: (line: string) => void): Promise<Filled> {
  const staff = await bed.as('staff', 'staff-1');
  const venues = [];
  for (let room = 0; room < ROOMS; room += 1) venues.push(await openVenue(staff, `居民会客厅 ${room + 1}`));
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
  const classIds = await planClasses(staff);
  for (const [index, classId] of classIds.entries()) await enrol(bed, classId, index * CHILDREN_EACH);
  say(`${CLASSES * CHILDREN_EACH} enrolments`);
  await bed.database.query('ANALYZE');
  const count = async (table: string): Promise<number> => {
    const { rows } = await bed.database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  };
  const [venue] = venues;
  const [classId] = classIds;
  if (!venue || !classId) throw new Error('There is nothing to list.');
  const [bookings, enrolments] = [await count('bookings'), await count('enrolments')];
  return { venueId: venue.id, classId, bookings, enrolments, bookingSeconds };
}

const openVenue = (staff: Caller, name: string): Promise<Row> =>
  staff.post('/v1/venues', {
    ...{ name, kind: 'parlour', building: '3幢', capacity: 600, equipment: [] },
    hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '21:00' })),
  });

async function planClasses(staff: Caller): Promise<string[]> {
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
  for (let index = 0; index < CLASSES; index += 1) {
    // A week ahead by days, so that a holiday, on which there is no class, is passed by the next days.
    const { id } = await staff.post<Row>('/v1/classes', {
      ...{ termId: term.id, venueId: venue.id, name: `书法 ${index + 1}`, course: '书法', places: CHILDREN_EACH },
      ...{ minimumAge: 6, maximumAge: 12, minutes: 60, startsAt: at(20, HOURS[index] ?? 8), personInCharge: '社工' },
      recurrence: 'FREQ=DAILY;COUNT=10',
    });
    ids.push(id);
  }
  return ids;
}

async function enrol({ database }: OrganizationBed, classId: string, from: number): Promise<void> {
  const guardians = Array.from({ length: CHILDREN_EACH }, (_, child) => guardianOf(from + child));
  await database.query(
    `INSERT INTO enrolments (id, community_id, version, state, class_id, term_id, child_id, guardian_id, claim_id, requested_at)
     SELECT gen_random_uuid(), $1, 2, CASE WHEN n % 5 = 0 THEN 'waiting' ELSE 'enrolled' END, c.id, c.term_id,
            gen_random_uuid(), guardian, gen_random_uuid(), now() - n * interval '1 minute'
     FROM unnest($3::text[]) WITH ORDINALITY AS g (guardian, n), classes c WHERE c.id = $2`,
    [COMMUNITY, classId, guardians],
  );
}
