import { create } from '@bufbuild/protobuf';
import { PlaceHeldSchema, PlaceReleasedSchema, toTimestamp, WaitingListJoinedSchema } from '@huying/contracts';
import { eventually, type TestRequest, type TestService } from '@huying/testing';
import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { aName, as, at, expectBody, inDays, opened, openProgramme, withKey, type Body } from './examples.js';

export const claim = (needId: string, volunteerId: string) => ({
  needId,
  volunteerId,
  claimId: uuidv7(),
  communityId: 'xishan',
});
const now = () => toTimestamp(Temporal.Now.instant());
export const held = (needId: string, who: string) =>
  create(PlaceHeldSchema, { ...claim(needId, who), place: 1, heldAt: now() });
export const released = (needId: string, who: string) =>
  create(PlaceReleasedSchema, { ...claim(needId, who), place: 1, releasedAt: now() });
export const waits = (needId: string, who: string) =>
  create(WaitingListJoinedSchema, { ...claim(needId, who), position: 1, joinedAt: now() });

/** A term that is open, of a new programme. */
export async function openTerm(api: TestService, fields: object = {}): Promise<Body> {
  const { id: programmeId, organizationId } = await openProgramme(api, 'classes');
  const wish = {
    programmeId,
    name: '寒假班',
    fromOn: inDays(5),
    untilOn: inDays(20),
    enrolmentOpensAt: at(inDays(-1), '09:00'),
  };
  const { id } = expectBody(await api.post('/v1/terms', { ...wish, ...fields }));
  return { ...expectBody(await api.post(`/v1/terms/${id}/opening`, {})), organizationId };
}

export const aClass = (termId: string, venueId: string, fields: object = {}) => ({
  ...{ termId, venueId, name: aName('书法班'), course: '书法', places: 40, minimumAge: 6, maximumAge: 12 },
  ...{ startsAt: at(inDays(5), '09:00'), minutes: 90, recurrence: 'FREQ=DAILY;COUNT=2', personInCharge: '值班社工' },
  ...fields,
});

/** A class that is open: the first session has a teacher. */
export async function openClass(api: TestService, fields: object = {}): Promise<Body> {
  const term = await openTerm(api);
  const { id: venueId } = await opened(api);
  const planned = expectBody(await api.post('/v1/classes', aClass(term.id, venueId, fields)));
  for (const { needId } of planned.sessions) await api.kafka.deliver(held(needId, 'v-teacher'));
  await eventually(async () => {
    const { sessions } = expectBody(await api.get(`/v1/classes/${planned.id}`), 200);
    expect(sessions).toMatchObject(planned.sessions.map(() => ({ hasTeacher: true })));
  });
  expectBody(await api.post(`/v1/classes/${planned.id}/opening`, {}));
  return { ...planned, organizationId: term.organizationId, venueId };
}

export const aChild = (fields: object = {}) => ({
  ...{ name: '小雨', birthDate: birthOf(8), healthNotes: '对花生过敏', consent: true },
  pickUps: [{ name: '王外婆', phone: '13800138000', relation: '外婆' }],
  ...fields,
});

/** Born so many full years and some days ago. */
export const birthOf = (years: number): string => Temporal.PlainDate.from(inDays(-30)).subtract({ years }).toString();

export async function registered(api: TestService, guardian: TestRequest, fields: object = {}): Promise<string> {
  return expectBody(await api.post('/v1/children', aChild(fields), guardian)).id as string;
}

export const aGuardian = (): TestRequest => as('resident', aName('guardian-'));
export const enrol = (api: TestService, classId: string, childIds: string[], guardian: TestRequest) =>
  api.post(`/v1/classes/${classId}/enrolments`, { childIds }, withKey(guardian));

export async function stateOf(api: TestService, enrolmentId: string, guardian: TestRequest): Promise<string> {
  const { items } = expectBody(await api.get('/v1/enrolments?limit=100', guardian), 200);
  return items.find(({ id }: { id: string }) => id === enrolmentId)?.state as string;
}

/** A pupil of a class: the claim service has said so. */
export async function pupil(
  api: TestService,
  classId: string,
  guardian = aGuardian(),
): Promise<{ childId: string; guardian: TestRequest }> {
  const childId = await registered(api, guardian);
  const { items } = expectBody(await enrol(api, classId, [childId], guardian), 202);
  await api.kafka.deliver(held(classId, childId));
  await eventually(async () => expect(await stateOf(api, items[0].id, guardian)).toBe('enrolled'));
  return { childId, guardian };
}
