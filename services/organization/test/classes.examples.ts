import { create } from '@bufbuild/protobuf';
import {
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesOf,
  toTimestamp,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
} from '@huying/contracts';
import { aName, as, type Body, eventually, expectBody, type TestRequest, type TestService } from '@huying/testing';
import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { at, inDays, opened, openProgramme } from './examples.js';

export const claim = (needId: string, volunteerId: string) => ({
  needId,
  volunteerId,
  claimId: uuidv7(),
  communityId: 'xishan',
});
const now = () => toTimestamp(Temporal.Now.instant());
/** What makes a claim one of a child to a class. */
export const childsClaim = () => ({ claimId: uuidv7(), of: PlacesOf.CLASS });
export const held = (needId: string, who: string, more: object = {}) =>
  create(PlaceHeldSchema, { ...claim(needId, who), place: 1, heldAt: now(), ...more });
export const released = (needId: string, who: string, more: object = {}) =>
  create(PlaceReleasedSchema, { ...claim(needId, who), place: 1, releasedAt: now(), ...more });
export const waits = (needId: string, who: string, more: object = {}) =>
  create(WaitingListJoinedSchema, { ...claim(needId, who), position: 1, joinedAt: now(), ...more });
export const leaves = (needId: string, who: string, more: object = {}) =>
  create(WaitingListLeftSchema, { ...claim(needId, who), leftAt: now(), ...more });

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

/** The enrolment that follows a claim, once it is in that state. */
export const enrolmentOf = (api: TestService, claimId: string, guardian: TestRequest, state: string): Promise<Body> =>
  eventually(async () => {
    const { items } = expectBody(await api.get('/v1/enrolments?limit=100', guardian), 200);
    const enrolment = (items as Body[]).find((one) => one.claimId === claimId);
    expect(enrolment).toMatchObject({ state });
    return enrolment;
  });

/** A pupil of a class: the claim service has said so. */
export async function pupil(
  api: TestService,
  classId: string,
  guardian = aGuardian(),
): Promise<{ childId: string; guardian: TestRequest }> {
  const childId = await registered(api, guardian);
  const claimed = childsClaim();
  await api.kafka.deliver(held(classId, childId, claimed));
  await enrolmentOf(api, claimed.claimId, guardian, 'enrolled');
  return { childId, guardian };
}
