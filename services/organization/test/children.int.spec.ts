import { create } from '@bufbuild/protobuf';
import {
  ChildCollectedSchema,
  ChildConsentWithdrawnSchema,
  ChildEnrolledSchema,
  ChildNotCollectedSchema,
  ChildRegisteredSchema,
  ChildrenErasedSchema,
  ChildWaitingSchema,
  ClassChangedSchema,
  EnrolmentRequestedSchema,
  EnrolmentWithdrawnSchema,
  FormerPupilInvitedSchema,
  FormerPupilReturnedSchema,
  NeedAroseSchema,
  NeedLapsedSchema,
  PlacesOf,
  toTimestamp,
  Urgency,
  VolunteerRegisteredSchema,
} from '@huying/contracts';
import { Database, decrypt } from '@huying/database';
import { as, type Body, eventually, expectBody, runNow, type TestRequest, TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import {
  aChild,
  aClass,
  aGuardian,
  birthOf,
  childsClaim,
  enrolmentOf,
  held,
  leaves,
  openClass,
  openTerm,
  pupil,
  registered,
  released,
  waits,
} from './classes.examples.js';
import { at, inDays, opened } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

const teacher = as('volunteer', 'v-teacher');
const readings = async (childId: string): Promise<Body[]> =>
  expectBody(await api.get(`/v1/children/${childId}/readings`), 200).items;

describe('an enrolment', () => {
  it('follows what the claim service decides of a child: asked for, in line, in the class, given back', async () => {
    const { id } = await openClass(api);
    const guardian = aGuardian();
    const [one, other] = [await registered(api, guardian), await registered(api, guardian)];
    const [first, second] = [childsClaim(), childsClaim()];
    await api.kafka.deliver(held(id, one, first), waits(id, other, second));
    const enrolled = await enrolmentOf(api, first.claimId, guardian, 'enrolled');
    const waiting = await enrolmentOf(api, second.claimId, guardian, 'waiting');
    expect(await api.kafka.awaitEmitted(EnrolmentRequestedSchema, enrolled.id)).toMatchObject([
      { childId: one, classId: id },
    ]);
    await api.kafka.awaitEmitted(ChildEnrolledSchema, enrolled.id);
    await api.kafka.awaitEmitted(ChildWaitingSchema, waiting.id);
    await api.kafka.deliver(released(id, one, first), held(id, other, second));
    await api.kafka.awaitEmitted(EnrolmentWithdrawnSchema, enrolled.id);
    await enrolmentOf(api, second.claimId, guardian, 'enrolled');
    expect(expectBody(await api.get('/v1/enrolments', aGuardian()), 200).items).toEqual([]);
    expect(expectBody(await api.get(`/v1/classes/${id}`), 200)).toMatchObject({ enrolled: 1, waiting: 0 });
  });

  it('begins again with another claim of the same child, who left the line or the class before', async () => {
    const { id } = await openClass(api);
    const guardian = aGuardian();
    const child = await registered(api, guardian);
    const [left, again] = [childsClaim(), childsClaim()];
    await api.kafka.deliver(waits(id, child, left), leaves(id, child, left), held(id, child, again));
    await enrolmentOf(api, left.claimId, guardian, 'withdrawn');
    await enrolmentOf(api, again.claimId, guardian, 'enrolled');
  });

  it('is of a class, whatever places of needs and appeals have the same id; and of a child that is known', async () => {
    const { id } = await openClass(api);
    const guardian = aGuardian();
    const child = await registered(api, guardian);
    const known = childsClaim();
    await api.kafka.deliver(
      held(id, child),
      held(id, child, { of: PlacesOf.APPEAL }),
      waits(id, child, { of: PlacesOf.APPEAL }),
      held(id, uuidv7(), childsClaim()),
      held(id, child, known),
    );
    await enrolmentOf(api, known.claimId, guardian, 'enrolled');
    expect(expectBody(await api.get(`/v1/enrolments?classId=${id}`), 200).items).toHaveLength(1);
  });
});

describe('a class whose places were lowered while a claim was on its way', () => {
  it('has a place for everybody whom the claim service took, and says so', async () => {
    const { id, venueId } = await openClass(api, { places: 3 });
    await pupil(api, id);
    const { version } = expectBody(await api.get(`/v1/classes/${id}`), 200);
    const body = { places: 1, venueId, reason: '教室变小' };
    expectBody(await api.request('PUT', `/v1/classes/${id}`, { headers: { 'if-match': `"${version}"` }, body }), 200);
    await api.kafka.deliver(held(id, await registered(api, aGuardian()), childsClaim()));
    const told = await api.kafka.awaitEmitted(ClassChangedSchema, id, 2);
    expect(told).toMatchObject([{ places: 1 }, { places: 2, reason: 'more-are-in' }]);
    expect(told[1]!.revision).toBeGreaterThan(told[0]!.revision);
    expect(expectBody(await api.get(`/v1/classes/${id}`), 200)).toMatchObject({ places: 2, enrolled: 2 });
    const { items } = expectBody(await api.get(`/v1/bookings?seriesId=${id}`), 200);
    expect(items).toMatchObject([{ people: 3 }, { people: 3 }]);
  });
});

describe('an enrolment, a term and a former pupil', () => {
  it('are found by their ids, by whose they are', async () => {
    const { id, termId } = await openClass(api);
    const { guardian } = await pupil(api, id);
    const [enrolment] = expectBody(await api.get('/v1/enrolments', guardian), 200).items;
    const path = `/v1/enrolments/${enrolment.id}`;
    expect(expectBody(await api.get(path, guardian), 200)).toEqual(enrolment);
    expect((await api.get(path)).status).toBe(200);
    expect((await api.get(path, aGuardian())).status).toBe(404);
    expect(expectBody(await api.get(`/v1/terms/${termId}`, guardian), 200)).toMatchObject({
      id: termId,
      state: 'open',
    });
    for (const missing of ['terms', 'enrolments', 'former-pupils']) {
      expect((await api.get(`/v1/${missing}/${uuidv7()}`)).status).toBe(404);
    }
  });
});

describe('a child', () => {
  it('is kept encrypted, for its family and staff, and each reading is on record', async () => {
    const guardian = aGuardian();
    const id = await registered(api, guardian);
    const rows = await api.service.app
      .get(Database, { strict: false })
      .read.query(`SELECT * FROM children WHERE id = '${id}'`);
    expect(JSON.stringify(rows)).not.toMatch(/小雨|花生|王外婆|13800138000|20\d\d-\d\d-\d\d"/);
    expect((await api.get(`/v1/children/${id}`, aGuardian())).status).toBe(404);
    expect((await api.get(`/v1/children/${id}`, { as: { community: 'nanmen' } })).status).toBe(404);
    expect(expectBody(await api.get(`/v1/children/${id}`, guardian), 200)).toMatchObject({ healthNotes: '对花生过敏' });
    expectBody(await api.get(`/v1/children/${id}`), 200);
    expect(await readings(id)).toMatchObject([{ readAs: 'staff', readBy: 'staff-1' }, { readAs: 'guardian' }]);
  });

  it.each<[string, object, string]>([
    ['consent', { consent: false }, 'child-without-consent'],
    ['anybody who may fetch it', { pickUps: [] }, 'child-without-pick-up'],
    ['a birthday in the past', { birthDate: inDays(1) }, 'child-born-in-the-future'],
    ['being one', { birthDate: birthOf(18) }, 'child-born-in-the-future'],
  ])('is not registered without %s', async (_, fields, code) => {
    expect(await api.post('/v1/children', aChild(fields), aGuardian())).toMatchObject({ status: 422, body: { code } });
  });

  it('is corrected by its guardian, and erased at once when the consent is taken back', async () => {
    const { id: classId } = await openClass(api);
    const { childId, guardian } = await pupil(api, classId);
    const { headers } = await api.get(`/v1/children/${childId}`, guardian);
    const change = {
      headers: { 'if-match': headers.get('etag') ?? '' },
      body: aChild({ healthNotes: '无' }),
      ...guardian,
    };
    expect(expectBody(await api.request('PUT', `/v1/children/${childId}`, change), 200)).toMatchObject({
      healthNotes: '无',
    });
    expect(await readings(childId)).toMatchObject([{ readAs: 'guardian' }, { readAs: 'guardian' }]);
    expect((await api.request('DELETE', `/v1/children/${childId}`, aGuardian())).status).toBe(404);
    expect((await api.request('DELETE', `/v1/children/${childId}`, guardian)).status).toBe(204);
    const told = await api.kafka.awaitEmitted(ChildRegisteredSchema, childId, 2);
    const [gone] = await api.kafka.awaitEmitted(ChildConsentWithdrawnSchema, childId);
    const [first] = told;
    expect([first!.birthDate, decrypt(first!.sealedBirthDate)]).toEqual(['', birthOf(8)]);
    expect(gone?.version).toBeGreaterThan(told[1]!.version);
    expect(told[1]!.version).toBeGreaterThan(told[0]!.version);
    expect((await api.get(`/v1/children/${childId}`, guardian)).status).toBe(404);
    expect(expectBody(await api.get('/v1/enrolments', guardian), 200).items).toMatchObject([{ state: 'withdrawn' }]);
    // Who had read of it can still be asked, by who was its guardian.
    expect(await readings(childId)).toHaveLength(2);
    const asked = async (request: TestRequest) => (await api.get(`/v1/children/${childId}/readings`, request)).status;
    expect([await asked(guardian), await asked(aGuardian())]).toEqual([200, 404]);
    api.clock.advance({ hours: 24 * 366 * 3 });
    await runNow(api, 'forget-readings');
    api.clock.release();
    expect(await asked(guardian)).toBe(404);
  });

  it('that is never enrolled is erased half a year after it was told of, with a report; one in a class is not', async () => {
    const { id: classId } = await openClass(api);
    const [enrolled, guardian] = [await pupil(api, classId), aGuardian()];
    const [idle, renewed] = [await registered(api, guardian), await registered(api, guardian)];
    api.clock.advance({ hours: 24 * 100 });
    const { headers } = await api.get(`/v1/children/${renewed}`, guardian);
    const change = { headers: { 'if-match': headers.get('etag') ?? '' }, body: aChild(), ...guardian };
    expectBody(await api.request('PUT', `/v1/children/${renewed}`, change), 200);
    api.clock.advance({ hours: 24 * 81 });
    await runNow(api, 'erase-unenrolled-children');
    await runNow(api, 'erase-unenrolled-children');
    api.clock.release();
    const known = async (id: string) => (await api.get(`/v1/children/${id}`)).status;
    expect([await known(idle), await known(renewed), await known(enrolled.childId)]).toEqual([404, 200, 200]);
    await api.kafka.awaitEmitted(ChildConsentWithdrawnSchema, idle);
    const [report] = expectBody(await api.get('/v1/children/erasures'), 200).items;
    expect(report.children).toBeGreaterThanOrEqual(1);
    expect((await api.get('/v1/children/erasures', guardian)).status).toBe(403);
  });
});

describe('a session', () => {
  it('shows the pupils to its teacher around it only', async () => {
    const { id, sessions } = await openClass(api);
    const { childId } = await pupil(api, id);
    const look = (request = teacher) => api.get(`/v1/class-sessions/${sessions[0].id}/pupils`, request);
    expect((await look()).status).toBe(403);
    api.clock.set(Temporal.Instant.from(sessions[0].startsAt).subtract({ hours: 1 }));
    const { items } = expectBody(await look(), 200);
    expect(items).toMatchObject([{ childId, name: '小雨', healthNotes: '对花生过敏', present: false }]);
    expect((await look(as('volunteer', 'v-stranger'))).status).toBe(403);
    api.clock.set(Temporal.Instant.from(sessions[0].endsAt).add({ hours: 5 }));
    expect((await look()).status).toBe(403);
    api.clock.release();
    expect(await readings(childId)).toMatchObject([{ readAs: 'teacher', readBy: 'v-teacher' }]);
  });

  it('hands a child over to who was named, and to nobody else', async () => {
    const { id, sessions } = await openClass(api);
    const { childId } = await pupil(api, id);
    const [session] = sessions;
    const post = (what: string, body: object) => api.post(`/v1/class-sessions/${session.id}/${what}`, body, teacher);
    api.clock.set(Temporal.Instant.from(session.startsAt).subtract({ minutes: 60 }));
    expect(await post('attendance', { present: [childId] })).toMatchObject({
      status: 409,
      body: { code: 'session-not-begun' },
    });
    api.clock.set(session.startsAt);
    const stranger = await registered(api, aGuardian());
    expect(await post('attendance', { present: [stranger] })).toMatchObject({
      status: 422,
      body: { code: 'session-not-a-pupil' },
    });
    expectBody(await post('attendance', { present: [childId] }));
    expect(await post('uncollected', { childId })).toMatchObject({ status: 409, body: { code: 'session-not-over' } });
    expect(await post('collections', { childId, name: '陌生人' })).toMatchObject({
      status: 422,
      body: { code: 'session-not-a-pick-up' },
    });
    expect(await post('collections', { childId: stranger, name: '王外婆' })).toMatchObject({
      body: { code: 'session-not-there' },
    });
    expectBody(await post('collections', { childId, name: '王外婆' }));
    expect(await post('collections', { childId, name: '王外婆' })).toMatchObject({
      body: { code: 'session-collected-already' },
    });
    api.clock.release();
    expect(await api.kafka.awaitEmitted(ChildCollectedSchema, session.id)).toMatchObject([{ childId }]);
  });

  it('is not held without a teacher', async () => {
    const { sessions } = await openClass(api);
    await api.kafka.deliver(released(sessions[0].needId, 'v-teacher'));
    await eventually(async () => {
      expect((await api.get(`/v1/class-sessions/${sessions[0].id}/pupils`, teacher)).status).toBe(403);
      api.clock.set(sessions[0].startsAt);
      const answer = await api.post(`/v1/class-sessions/${sessions[0].id}/attendance`, { present: [] });
      api.clock.release();
      expect(answer).toMatchObject({ status: 409, body: { code: 'session-without-teacher' } });
    });
  });

  it('raises an urgent need for a child whom nobody fetches: by the clock, or at the teacher’s word; once', async () => {
    const { id, sessions } = await openClass(api);
    const [one, other] = [await pupil(api, id), await pupil(api, id)];
    const [session] = sessions;
    const post = (what: string, body: object) => api.post(`/v1/class-sessions/${session.id}/${what}`, body, teacher);
    api.clock.set(session.startsAt);
    expectBody(await post('attendance', { present: [one.childId, other.childId] }));
    api.clock.set(Temporal.Instant.from(session.endsAt).add({ minutes: 5 }));
    await runNow(api, 'notice-uncollected-children');
    expect(api.kafka.emitted(ChildNotCollectedSchema, session.id)).toEqual([]);
    const { needId } = expectBody(await post('uncollected', { childId: one.childId }));
    expectBody(await post('collections', { childId: one.childId, name: '王外婆' }));
    expect(await api.kafka.awaitEmitted(NeedLapsedSchema, needId)).toMatchObject([{ reason: 'child-collected' }]);
    api.clock.set(Temporal.Instant.from(session.endsAt).add({ minutes: 31 }));
    await runNow(api, 'notice-uncollected-children');
    await runNow(api, 'notice-uncollected-children');
    expect(await post('uncollected', { childId: other.childId })).toMatchObject({
      status: 409,
      body: { code: 'session-told-already' },
    });
    api.clock.release();
    const told = await api.kafka.awaitEmitted(ChildNotCollectedSchema, session.id, 2);
    expect(told.map(({ childId }) => childId)).toEqual([one.childId, other.childId]);
    const [need] = await api.kafka.awaitEmitted(NeedAroseSchema, needId);
    expect(need).toMatchObject({
      urgency: Urgency.EMERGENCY,
      publish: true,
      origin: { kind: 'child-not-collected' },
      minimumAge: 18,
    });
    expect(`${need?.title}${need?.description}${need?.privateDetails}`).not.toMatch(/小雨|外婆/);
  });
});

describe('former pupils', () => {
  async function graduate() {
    const taught = await openClass(api, { recurrence: undefined });
    const { childId, guardian } = await pupil(api, taught.id);
    api.clock.set(taught.sessions[0].startsAt);
    expectBody(await api.post(`/v1/class-sessions/${taught.sessions[0].id}/attendance`, { present: [childId] }));
    expectBody(await api.post(`/v1/classes/${taught.id}/graduation`, {}));
    api.clock.release();
    return { childId, guardian, termId: taught.termId as string };
  }

  it('are followed with consent, invited when old enough, and counted when they return', async () => {
    const { childId, guardian, termId } = await graduate();
    const accountId = `pupil-${childId.slice(-6)}`;
    const follow = (fields: object = {}) =>
      api.post('/v1/former-pupils', { childId, termId, accountId, consent: true, ...fields }, guardian);
    expect(await follow({ consent: false })).toMatchObject({
      status: 422,
      body: { code: 'former-pupil-without-consent' },
    });
    const pupilView = expectBody(await follow());
    const shown = async (who: TestRequest) => api.get(`/v1/former-pupils/${pupilView.id}`, who);
    expect(expectBody(await shown(guardian), 200)).toEqual(pupilView);
    expect((await shown(aGuardian())).status).toBe(404);
    expect(pupilView.inviteOn).toMatch(/-(01|04|07|10)-01$/);
    expect(await follow()).toMatchObject({ status: 409, body: { code: 'former-pupil-already' } });
    const share = async () => expectBody(await api.get(`/v1/terms/${termId}/former-pupils`), 200);
    expect(await share()).toEqual({ graduated: 1, followed: 1, invited: 0, returned: 0, share: null });
    await runNow(api, 'invite-former-pupils');
    api.clock.set(`${pupilView.inviteOn}T12:00:00Z`);
    await runNow(api, 'invite-former-pupils');
    api.clock.release();
    await api.kafka.awaitEmitted(FormerPupilInvitedSchema, pupilView.id);
    const registeredAt = toTimestamp(Temporal.Now.instant());
    await api.kafka.deliver(
      create(VolunteerRegisteredSchema, { volunteerId: accountId, communityId: 'xishan', registeredAt }),
    );
    await api.kafka.awaitEmitted(FormerPupilReturnedSchema, pupilView.id);
    expect(await share()).toEqual({ graduated: 1, followed: 1, invited: 1, returned: 1, share: 1 });
    expect((await api.request('DELETE', `/v1/former-pupils/${pupilView.id}`, aGuardian())).status).toBe(403);
    expect((await api.request('DELETE', `/v1/former-pupils/${pupilView.id}`, guardian)).status).toBe(204);
    expect(await api.request('DELETE', `/v1/former-pupils/${pupilView.id}`, guardian)).toMatchObject({
      status: 409,
      body: { code: 'former-pupil-wrong-state' },
    });
  });

  it('are those who graduated', async () => {
    const { id, termId } = await openClass(api);
    const { childId, guardian } = await pupil(api, id);
    const answer = await api.post('/v1/former-pupils', { childId, termId, accountId: 'a', consent: true }, guardian);
    expect(answer).toMatchObject({ status: 409, body: { code: 'former-pupil-not-graduated' } });
  });
});

describe('after the term', () => {
  /** A class of a term that ends later, and is erased later. */
  async function openClassLater(): Promise<string> {
    const term = await openTerm(api, { fromOn: inDays(30), untilOn: inDays(60) });
    const { id: venueId } = await opened(api);
    const wish = aClass(term.id, venueId, { startsAt: at(inDays(30), '09:00'), recurrence: undefined });
    const { id, sessions } = expectBody(await api.post('/v1/classes', wish));
    await api.kafka.deliver(held(sessions[0].needId, 'v-teacher'));
    await eventually(async () => expectBody(await api.post(`/v1/classes/${id}/opening`, {})));
    return id as string;
  }

  it('what is known of its children is erased on the day that was said, with a report', async () => {
    const { id, termId } = await openClass(api);
    const [gone, again] = [await pupil(api, id), await pupil(api, id)];
    expect(await api.get(`/v1/terms/${termId}/erasure`)).toMatchObject({
      status: 404,
      body: { code: 'term-not-erased' },
    });
    // One of them has a place in a later term too.
    const later = await openClassLater();
    const claimed = childsClaim();
    await api.kafka.deliver(waits(later, again.childId, claimed));
    await enrolmentOf(api, claimed.claimId, again.guardian, 'waiting');
    api.clock.advance({ hours: 24 * 201 });
    await runNow(api, 'erase-children');
    await runNow(api, 'erase-children');
    const report = expectBody(await api.get(`/v1/terms/${termId}/erasure`), 200);
    api.clock.release();
    expect(report).toMatchObject({ enrolments: 2, children: 1, kept: 1 });
    expect(await api.kafka.awaitEmitted(ChildrenErasedSchema, termId)).toMatchObject([{ children: 1, kept: 1 }]);
    await api.kafka.awaitEmitted(ChildConsentWithdrawnSchema, gone.childId);
    expect(api.kafka.emitted(ChildConsentWithdrawnSchema, again.childId)).toEqual([]);
    expect((await api.get(`/v1/children/${gone.childId}`)).status).toBe(404);
    expect((await api.get(`/v1/children/${again.childId}`)).status).toBe(200);
    expect(expectBody(await api.get(`/v1/enrolments?classId=${id}`), 200).items).toHaveLength(2);
  });
});
