import { dayKindOf } from '@huying/calendar';
import pMap from 'p-map';
import { Temporal } from 'temporal-polyfill';
import { claim, isHeld, some, type Outcome } from '../other-ways.js';
import { claimable, type Stage } from '../story.js';
import { until } from '../wait.js';
import { PICK_UP, type Family } from './families.js';
import { refusalOf } from './refusal.js';

const ZONE = 'Asia/Shanghai';
export const CLASS_PLACES = 40;
const SESSION_MINUTES = 90;
const EARLY = 5;
/** Candidates for a teacher: whoever is fit and free first is it. */
const CANDIDATES = 30;
const HOUR_MS = 3_600_000;

interface Row {
  readonly id: string;
}

interface Session {
  readonly id: string;
  readonly needId: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly hasTeacher: boolean;
}

/** A class with its two sessions, each with a teacher. */
export interface Classroom {
  readonly id: string;
  readonly sessions: readonly [Session, Session];
  readonly teachers: readonly [Outcome, Outcome];
}

/** What a guardian was told: a claim for each child. */
export interface Enrolled {
  readonly state: 'held' | 'waiting';
  readonly items: readonly { readonly id: string; readonly volunteerId: string; readonly place: number | null }[];
}

/** A family and what it was told. */
export interface Told extends Family {
  readonly answer: Enrolled;
}

/** The first of two days in a row, from the day after tomorrow on, that are no holidays. */
function firstDay(platform: Stage['platform']): Temporal.PlainDate {
  const now = Temporal.Instant.fromEpochMilliseconds(Math.round(platform.hence(0)));
  let day = now.toZonedDateTimeISO(ZONE).toPlainDate().add({ days: 2 });
  while ([day, day.add({ days: 1 })].some((one) => dayKindOf(one) === 'holiday')) day = day.add({ days: 1 });
  return day;
}

/** A term opens with a class of two sessions, whose teachers claim their places; enrolment opens in an hour. */
export async function openTerm(stage: Stage): Promise<Classroom> {
  const { staff, platform } = stage;
  const day = firstDay(platform);
  const inDays = (days: number) => day.add({ days }).toString();
  const { id: organizationId } = await staff.post<Row>('/v1/organizations', {
    ...{ name: '爱心教室', purpose: '新居民子女假期班', accountId: 'org-classroom' },
  });
  await staff.post(`/v1/organizations/${organizationId}/acceptance`, { reason: '居委会讨论决定' });
  const programme = await staff.post<Row>('/v1/programmes', {
    ...{ organizationId, kind: 'classes', name: '爱心教室', purpose: '2010 年起的假期班' },
    ...{ fromOn: inDays(-10), untilOn: inDays(60) },
  });
  await staff.post(`/v1/programmes/${programme.id}/opening`);
  const venue = await staff.post<Row>('/v1/venues', {
    ...{ name: '活动室', kind: 'activity-room', building: '3幢', capacity: 60, equipment: ['projector'] },
    hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '21:00' })),
  });
  const term = await staff.post<Row>('/v1/terms', {
    ...{ programmeId: programme.id, name: '假期班', fromOn: inDays(0), untilOn: inDays(14) },
    enrolmentOpensAt: new Date(platform.hence(1)).toISOString(),
  });
  await staff.post(`/v1/terms/${term.id}/opening`);
  const { id, sessions } = await staff.post<Row & { sessions: [Session, Session] }>('/v1/classes', {
    ...{ termId: term.id, venueId: venue.id, name: '小小书法家', course: '书法', places: CLASS_PLACES },
    ...{ minimumAge: 6, maximumAge: 12, minutes: SESSION_MINUTES, recurrence: 'FREQ=DAILY;COUNT=2', skills: [] },
    startsAt: day.toZonedDateTime({ timeZone: ZONE, plainTime: '09:00' }).toInstant().toString(),
    personInCharge: '值班社工',
  });
  const teachers: [Outcome, Outcome] = [
    await findTeacher(stage, id, sessions[0], 400),
    await findTeacher(stage, id, sessions[1], 430),
  ];
  await staff.post(`/v1/classes/${id}/opening`);
  return { id, sessions, teachers };
}

/** The first of some volunteers who is free claims the session's need, and so is its teacher. */
async function findTeacher(stage: Stage, classId: string, session: Session, from: number): Promise<Outcome> {
  const teacher = await firstToClaim(stage, session.needId, from);
  await awaitTeacher(stage, classId, session.id, true);
  return teacher;
}

async function firstToClaim(stage: Stage, needId: string, from: number): Promise<Outcome> {
  await claimable(stage, needId);
  for (const volunteer of some(stage, from, CANDIDATES)) {
    const answer = await claim(stage, needId, volunteer);
    if (isHeld(answer)) return answer;
  }
  throw new Error('Nobody was free to come.');
}

const awaitTeacher = ({ staff }: Stage, classId: string, sessionId: string, wanted: boolean): Promise<true> =>
  until(wanted ? 'the session has a teacher' : 'the session has lost its teacher', async () => {
    const { sessions } = await staff.get<{ sessions: Session[] }>(`/v1/classes/${classId}`);
    return sessions.some(({ id, hasTeacher }) => id === sessionId && hasTeacher === wanted);
  });

/** All families at once as soon as enrolment is open; some have tried before. */
export async function rushForClass(
  stage: Stage,
  { id }: Classroom,
  families: readonly Family[],
): Promise<{ told: Told[]; refused: Record<string, number> }> {
  const refused: Record<string, number> = {};
  const enrol = ({ guardian, childIds }: Family): Promise<Enrolled> =>
    guardian.post<Enrolled>(`/v1/classes/${id}/enrolments`, { childIds });
  await until('the claim service knows the class', async () => {
    const [family] = families;
    const refusal = family && (await refusalOf(() => enrol(family)));
    return refusal === 'enrolment-too-early';
  });
  for (const family of families.slice(0, EARLY)) {
    const refusal = await refusalOf(() => enrol(family));
    refused[refusal] = (refused[refusal] ?? 0) + 1;
  }
  await stage.platform.advance(1);
  const told = await Promise.all(families.map(async (family) => ({ ...family, answer: await enrol(family) })));
  return { told, refused };
}

/** A family without siblings in the class gives its place back; the first in line that fits into it has it. */
export async function moveUp(stage: Stage, { id }: Classroom, told: readonly Told[]): Promise<number> {
  const leaving = told.find(({ answer }) => answer.state === 'held' && answer.items.length === 1);
  const [left] = leaving?.answer.items ?? [];
  if (!leaving || !left) throw new Error('No child is in the class by itself.');
  const since = performance.now();
  await leaving.guardian.delete(`/v1/claims/${left.id}`);
  await until('somebody in line moves up', async () => {
    const held = await stage.staff.list<{ place: number; id: string }>(`/v1/claims?needId=${id}&state=held`);
    return held.some(({ place, id: claimId }) => place === left.place && claimId !== left.id);
  });
  return Math.round(performance.now() - since);
}

/** The teacher of the second session gives the place back, and another volunteer claims it. */
export async function replaceTeacher(stage: Stage, { id, sessions, teachers }: Classroom): Promise<Outcome> {
  const [, session] = sessions;
  const [, teacher] = teachers;
  await stage.staff.as('volunteer', teacher.volunteerId).delete(`/v1/claims/${teacher.id}`);
  await awaitTeacher(stage, id, session.id, false);
  return findTeacher(stage, id, session, 460);
}

/** The teacher holds a session: who is expected is shown around its time only. Returns who was there. */
export async function holdSession(
  stage: Stage,
  session: Session,
  { volunteerId }: Outcome,
  absent: number,
): Promise<string[]> {
  const { staff, platform } = stage;
  await platform.advance((Date.parse(session.startsAt) - platform.hence(0)) / HOUR_MS);
  const teacher = staff.as('volunteer', volunteerId);
  const { items } = await teacher.get<{ items: { childId: string }[] }>(`/v1/class-sessions/${session.id}/pupils`);
  const present = items.map(({ childId }) => childId).slice(absent);
  await teacher.post(`/v1/class-sessions/${session.id}/attendance`, { present });
  return present;
}

/** A quarter of an hour after a session these children have been fetched. */
export async function fetchChildren(
  stage: Stage,
  session: Session,
  { volunteerId }: Outcome,
  fetched: readonly string[],
): Promise<void> {
  await stage.platform.advance(SESSION_MINUTES / 60 + 0.25);
  const teacher = stage.staff.as('volunteer', volunteerId);
  await pMap(
    fetched,
    (childId) => teacher.post(`/v1/class-sessions/${session.id}/collections`, { childId, name: PICK_UP }),
    { concurrency: 4 },
  );
}

/** All but one are fetched; for that one an urgent need is raised at once, and somebody comes. */
export async function leaveOne(
  stage: Stage,
  session: Session,
  outcome: Outcome,
  [left, ...fetched]: readonly string[],
): Promise<{ needId: string; tookMs: number }> {
  await fetchChildren(stage, session, outcome, fetched);
  const teacher = stage.staff.as('volunteer', outcome.volunteerId);
  const since = performance.now();
  const { needId } = await teacher.post<{ needId: string }>(`/v1/class-sessions/${session.id}/uncollected`, {
    childId: left,
  });
  await firstToClaim(stage, needId, 500);
  const tookMs = Math.round(performance.now() - since);
  await teacher.post(`/v1/class-sessions/${session.id}/collections`, { childId: left, name: PICK_UP });
  return { needId, tookMs };
}

/** The class is complete: who came often enough graduates. */
export async function graduate({ staff }: Stage, { id }: Classroom): Promise<string[]> {
  const { graduated } = await staff.post<{ graduated: string[] }>(`/v1/classes/${id}/graduation`);
  return graduated;
}
