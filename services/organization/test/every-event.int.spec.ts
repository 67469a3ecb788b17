import { create, isFieldSet, type DescMessage } from '@bufbuild/protobuf';
import * as told from '@huying/contracts';
import { eventTypes, publisherOf, toTimestamp } from '@huying/contracts';
import { aName, as, type Body, eventually, expectBody, runNow, TestService, withKey } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import {
  aClass,
  aGuardian,
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
import { accepted, aPlan, applied, at, aVenue, inDays, opened, openProgramme, reason } from './examples.js';

/** Every event of this service, as the routes, the clock and the neighbours bring it about, with what it says. */

let api: TestService;
const seen = new Set<string>();
const by = 'staff-1';
const why = reason.reason;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterEach(() => api.clock.release());
afterAll(() => api.stop());

/** Waits for an event of that aggregate that says so. */
async function tells(schema: DescMessage, subject: string, content: object): Promise<void> {
  await eventually(() => expect(api.kafka.emitted(schema, subject)).toContainEqual(expect.objectContaining(content)));
  seen.add(schema.typeName);
}

const post = async (path: string, body: object = {}, request = {}): Promise<Body> =>
  expectBody(await api.post(`/v1/${path}`, body, request));
const put = async (path: string, body: object, version: number, request = {}): Promise<Body> =>
  expectBody(
    await api.request('PUT', `/v1/${path}`, { headers: { 'if-match': `"${version}"` }, body, ...request }),
    200,
  );
const remove = async (path: string): Promise<void> => {
  expect((await api.request('DELETE', `/v1/${path}`)).status).toBe(204);
};
const get = async (path: string, request = {}): Promise<Body> => expectBody(await api.get(`/v1/${path}`, request), 200);
const instant = (time: string) => toTimestamp(Temporal.Instant.from(time));

describe('of organisations', () => {
  it('the application, the incubation and the end are told', async () => {
    const hub = await applied(api, { hub: true });
    await tells(told.OrganizationAppliedSchema, hub.id, {
      name: hub.name,
      purpose: '服务居民',
      hub: true,
      appliedBy: by,
    });
    await post(`organizations/${hub.id}/acceptance`, reason);
    await tells(told.OrganizationAcceptedSchema, hub.id, { name: hub.name, reason: why, acceptedBy: by });
    const declined = await applied(api);
    await post(`organizations/${declined.id}/refusal`, reason);
    await tells(told.OrganizationDeclinedSchema, declined.id, { reason: why, declinedBy: by });

    const { id, name } = await accepted(api);
    const dueOn = inDays(30);
    const started = await post(`organizations/${id}/incubation`, { ...reason, milestones: aPlan(dueOn) });
    const plan = (started.milestones as Body[]).map((one) =>
      expect.objectContaining({ milestoneId: one.id as unknown, kind: one.kind as unknown, dueOn }),
    );
    await tells(told.IncubationStartedSchema, id, {
      ...{ name, reason: why, startedBy: by },
      milestones: expect.arrayContaining(plan),
    });
    const { milestones } = started;
    const [first, second] = milestones;
    const ofFirst = { milestoneId: first.id, kind: first.kind };
    const move = { dueOn: inDays(20), ownerId: 'owner-2', ...reason };
    await post(`organizations/${id}/milestones/${first.id}/due-date`, move);
    await tells(told.MilestoneMovedSchema, id, { ...ofFirst, dueOn: inDays(20), reason: why, movedBy: by });
    api.clock.advance({ hours: 24 * 21 });
    await runNow(api, 'notice-overdue-milestones');
    api.clock.release();
    await tells(told.MilestoneOverdueSchema, id, { ...ofFirst, dueOn: inDays(20), ownerId: 'owner-2' });
    const evidence = { evidence: ['章程.pdf'] };
    await post(`organizations/${id}/milestones/${second.id}/evidence`, evidence);
    await tells(told.MilestoneReachedSchema, id, {
      ...{ milestoneId: second.id, kind: second.kind, dueOn, inTime: true, reachedBy: by },
    });
    for (let one = 0; one < 3; one++) {
      await post(`organizations/${id}/members`, { personId: `full-${one}`, partyStanding: 'full' });
    }
    await post('branches', { name: aName('党支部'), organizationIds: [id] });
    for (const milestone of milestones as Body[]) {
      if (milestone.id !== second.id) await post(`organizations/${id}/milestones/${milestone.id}/evidence`, evidence);
    }
    await post(`organizations/${id}/graduation`, reason);
    await tells(told.OrganizationGraduatedSchema, id, { name, reason: why, graduatedBy: by });
    await post(`organizations/${id}/dormancy`, reason);
    await tells(told.OrganizationDormantSchema, id, { reason: why, declaredBy: by });
    await post(`organizations/${id}/revival`, reason);
    await tells(told.OrganizationRevivedSchema, id, { name, reason: why, revivedBy: by });
    await post(`organizations/${id}/winding-up`, reason);
    await tells(told.OrganizationWoundUpSchema, id, { reason: why, woundUpBy: by });
  });

  it('people, contacts and offices are told, and of the Party how many and never who', async () => {
    const worker = await post('community-workers', { personId: 'worker-1', kind: 'project-worker' });
    await tells(told.CommunityWorkerEnteredSchema, worker.id, {
      ...{ personId: 'worker-1', kind: 'project-worker', enteredBy: by },
    });
    const other = await post('community-workers', { personId: 'worker-2', kind: 'community-worker' });
    await remove(`community-workers/${other.id}`);
    await tells(told.CommunityWorkerLeftSchema, other.id, { personId: 'worker-2', leftBy: by });

    const { id, version } = await accepted(api);
    const named = await put(`organizations/${id}/contact-person`, { personId: 'worker-1' }, version);
    await tells(told.ContactPersonNamedSchema, id, { contactPersonId: 'worker-1' });
    const [hub] = (await get('organizations?limit=100')).items.filter((one: Body) => one.hub);
    await put(`organizations/${id}/hub`, { hubId: hub.id }, named.version);
    await tells(told.HubJoinedSchema, id, { hubId: hub.id });

    const members: Body[] = [];
    for (const personId of ['m-1', 'm-2', 'm-3']) {
      const partyStanding = personId === 'm-3' ? 'probationary' : 'full';
      members.push(await post(`organizations/${id}/members`, { personId, partyStanding }));
    }
    await tells(told.OrganizationMemberJoinedSchema, id, { personId: 'm-2', members: 2, joinedBy: by });
    const term = { personId: 'm-1', office: 'chair', fromOn: inDays(-1), untilOn: inDays(700) };
    const office = await post(`organizations/${id}/offices`, term);
    await tells(told.OfficeTakenSchema, id, { officeId: office.id, ...term, appointedBy: by });
    await remove(`organizations/${id}/offices/${office.id}`);
    await tells(told.OfficeLeftSchema, id, {
      ...{ officeId: office.id, office: 'chair', personId: 'm-1', reason: 'left', leftBy: by },
    });

    const [second, third] = [await accepted(api), await accepted(api)];
    await post(`organizations/${second.id}/members`, { personId: 'm-4', partyStanding: 'full' });
    const joint = await post('branches', { name: '联合党支部', organizationIds: [id, second.id] });
    await tells(told.BranchFormedSchema, joint.id, {
      ...{ name: '联合党支部', joint: true, organizationIds: [id, second.id].sort(), formedBy: by },
    });
    await post(`branches/${joint.id}/organizations`, { organizationId: third.id });
    await tells(told.BranchJoinedSchema, joint.id, { organizationId: third.id, joinedBy: by });
    await post(`organizations/${third.id}/party-members`, { personId: 'party-1' });
    await tells(told.PartyMembersAssignedSchema, joint.id, { organizationId: third.id, assigned: 1 });
    const standing = { body: { partyStanding: 'full' } };
    const changed = await api.request(
      'PUT',
      `/v1/organizations/${id}/members/${members[2]!.id}/party-standing`,
      standing,
    );
    expect(expectBody(changed, 200)).toMatchObject({ partyStanding: 'full' });
    await tells(told.PartyStandingChangedSchema, id, { changedBy: by });
    await runNow(api, 'notice-own-branches');
    await tells(told.OwnBranchDueSchema, id, { branchId: joint.id });
    await post('branches', { name: aName('党支部'), organizationIds: [id] });
    await tells(told.BranchLeftSchema, joint.id, { organizationId: id, reason: 'own-branch' });
    for (const one of [second, third]) await post(`organizations/${one.id}/winding-up`, reason);
    await tells(told.BranchDissolvedSchema, joint.id, { reason: why });
    await remove(`organizations/${id}/members/${members[1]!.id}`);
    await tells(told.OrganizationMemberLeftSchema, id, { personId: 'm-2', members: 2, leftBy: by });
  });
});

describe('of venues', () => {
  it('what is opened, booked, kept, missed and closed is told', async () => {
    const venue = await opened(api);
    const { id: venueId, name: venueName } = venue;
    await tells(told.VenueOpenedSchema, venueId, {
      ...{ name: venueName, kind: 'parlour', building: '3幢', capacity: 60, openedBy: by },
    });
    await put(`venues/${venueId}`, aVenue({ name: venueName, capacity: 50 }), venue.version);
    await tells(told.VenueChangedSchema, venueId, { name: venueName, capacity: 50, changedBy: by });

    const { id: organizationId } = await accepted(api, { accountId: 'org-1' });
    const times = { startsAt: at(inDays(3), '10:00'), endsAt: at(inDays(3), '11:00') };
    const wish = { venueId, ...times, people: 5, purpose: '议事', organizationId, recurrence: 'FREQ=DAILY;COUNT=4' };
    const { items } = await post('bookings', wish, withKey(as('organisation', 'org-1')));
    const [first, second, third, fourth] = items as [Body, Body, Body, Body];
    const ofVenue = { venueId, venueName };
    await tells(told.VenueBookedSchema, first.id, {
      ...{ ...ofVenue, organizationId, seriesId: first.seriesId, people: 5, bookedBy: 'org-1' },
      ...{ startsAt: instant(times.startsAt), endsAt: instant(times.endsAt) },
    });
    await post(`bookings/${first.id}/cancellation`, reason);
    await tells(told.BookingCancelledSchema, first.id, { ...ofVenue, reason: why, cancelledBy: by });
    api.clock.set(second.startsAt);
    await post(`bookings/${second.id}/key`);
    await tells(told.KeyHandedOutSchema, second.id, { ...ofVenue, handedOutBy: by });
    await post(`bookings/${second.id}/key-return`);
    await tells(told.KeyReturnedSchema, second.id, { ...ofVenue, returnedBy: by });
    api.clock.set(third.endsAt);
    await runNow(api, 'miss-bookings');
    await tells(told.BookingMissedSchema, third.id, { ...ofVenue, bookedBy: 'org-1' });
    api.clock.release();
    const [bookingId, startsAt, endsAt] = [uuidv7(), instant(fourth.startsAt), instant(fourth.endsAt)];
    await api.kafka.deliver(
      create(told.RoomRequestedSchema, {
        ...{ bookingId, communityId: 'xishan', venueId, people: 5, requestedBy: 'mediator-1' },
        ...{ startsAt, endsAt, requestedAt: startsAt },
      }),
    );
    await tells(told.BookingRefusedSchema, bookingId, { venueId, startsAt, endsAt, code: 'booking-taken' });
    await post(`bookings/series/${fourth.seriesId}/cancellation`, reason);
    await post(`venues/${venueId}/closure`, reason);
    await tells(told.VenueClosedSchema, venueId, { reason: why, closedBy: by });
  });

  it('needs that are voiced there are told', async () => {
    const { id, name } = await opened(api);
    const wish = {
      catalogueItemCode: 'SG-020',
      title: '想学手机视频',
      description: '每周一次',
      urgency: 'high',
      places: 2,
    };
    const times = { startsAt: at(inDays(5), '10:00'), endsAt: at(inDays(5), '12:00') };
    const answer = await api.post(`/v1/venues/${id}/needs`, { ...wish, ...times }, withKey(as('resident', 'r-1')));
    const { needId } = expectBody(answer, 202);
    await tells(told.NeedAroseSchema, needId, {
      ...{ ...wish, urgency: told.Urgency.HIGH, aroseBy: 'r-1', organiser: 'xishan', personInCharge: name },
      ...{ origin: expect.objectContaining({ kind: 'venue', id }), startsAt: instant(times.startsAt) },
      location: expect.objectContaining({ name, building: '3幢' }),
    });
  });
});

describe('of partners', () => {
  it('what they offer and what becomes of it is told', async () => {
    const accountId = aName('partner-');
    const own = as('partner', accountId);
    const { id: partnerId } = await post('partners', { kind: 'listed-company', name: '某公司', accountId });
    await tells(told.PartnerJoinedSchema, partnerId, { kind: 'listed-company', name: '某公司', joinedBy: by });
    const wish = { kind: 'goods', title: '图书', amount: 10, unit: 'piece', fromOn: inDays(0), untilOn: inDays(2) };
    const offer = async (): Promise<Body> => post('offers', wish, withKey(own));
    const { id } = await offer();
    await tells(told.OfferMadeSchema, id, { partnerId, ...wish, madeBy: accountId });
    const { id: targetId, organizationId } = await openProgramme(api, 'classes');
    const target = { targetKind: 'programme', targetId };
    const match = (amount: number): Promise<Body> => post(`offers/${id}/matches`, { ...target, amount }, withKey());
    const [refused, given] = [await match(4), await match(10)];
    const ofMatch = { partnerId, matchId: given.id, amount: 10 };
    await tells(told.OfferMatchedSchema, id, { ...ofMatch, ...target, organizationId, matchedBy: by });
    await post(`offers/matches/${refused.id}/acceptance`, {}, own);
    await tells(told.OfferAcceptedSchema, id, { matchId: refused.id, amount: 4, left: 6, acceptedBy: accountId });
    await post(`offers/matches/${refused.id}/refusal`, reason, own);
    await tells(told.OfferDeclinedSchema, id, { matchId: refused.id, left: 10, reason: why, declinedBy: accountId });
    const some = await match(3);
    for (const one of [some]) await post(`offers/matches/${one.id}/acceptance`, {}, own);
    await post(`offers/matches/${some.id}/use`);
    const used = { ...target, organizationId, unit: 'piece', usedBy: by };
    await tells(told.OfferUsedSchema, id, { matchId: some.id, amount: 3, left: 7, ...used });
    await post(`offers/matches/${some.id}/thanks`, { text: '谢谢' });
    await tells(told.PartnerThankedSchema, id, { partnerId, matchId: some.id, text: '谢谢', thankedBy: by });
    const rest = await match(7);
    await post(`offers/matches/${rest.id}/acceptance`, {}, own);
    await post(`offers/matches/${rest.id}/use`);
    await tells(told.OfferSpentSchema, id, { partnerId });
    const [withdrawn, expiring] = [await offer(), await offer()];
    await post(`offers/${withdrawn.id}/withdrawal`, reason, own);
    await tells(told.OfferWithdrawnSchema, withdrawn.id, { partnerId, reason: why, withdrawnBy: accountId });
    api.clock.advance({ hours: 96 });
    await runNow(api, 'expire-offers');
    api.clock.release();
    await tells(told.OfferExpiredSchema, expiring.id, { partnerId });
    await post(`partners/${partnerId}/leave`, reason);
    await tells(told.PartnerLeftSchema, partnerId, { reason: why, leftBy: by });
  });
});

describe('of programmes', () => {
  it('their plans, campaigns, activities and goods are told', async () => {
    const { id: organizationId } = await accepted(api);
    const plan = {
      organizationId,
      kind: 'campaign',
      name: '公益圆疆',
      purpose: '结对',
      fromOn: inDays(0),
      untilOn: inDays(90),
    };
    const more = { places: ['西山小区'], peopleIds: ['runner-1'] };
    const { id: programmeId, ...shown } = await post('programmes', { ...plan, ...more });
    expect(shown).toMatchObject(more);
    await tells(told.ProgrammePlannedSchema, programmeId, { ...plan, plannedBy: by });
    await post(`programmes/${programmeId}/opening`);
    await tells(told.ProgrammeOpenedSchema, programmeId, {
      organizationId,
      kind: 'campaign',
      name: '公益圆疆',
      openedBy: by,
    });
    const wish = {
      ...{ programmeId, title: '收集冬衣', recurrence: 'FREQ=DAILY;COUNT=3', onHolidays: true },
      ...{ place: '西山小区', firstStartsAt: at(inDays(2), '09:00'), minutes: 60, volunteers: 3 },
      ...{ catalogueItemCode: 'CP-007', personInCharge: '社工', skills: ['packing'], minimumAge: 16 },
    };
    const { id: campaignId } = await post('campaigns', wish);
    const ofCampaign = { campaignId, programmeId, organizationId };
    const { title, recurrence } = wish;
    await tells(told.CampaignStartedSchema, campaignId, {
      ...{ programmeId, organizationId, title, recurrence, onHolidays: true, startedBy: by },
      firstStartsAt: instant(wish.firstStartsAt),
    });
    const [first, second] = (await get(`campaigns/${campaignId}/activities`)).items as [Body, Body];
    await tells(told.ActivityScheduledSchema, first.id, {
      ...{ ...ofCampaign, title, needId: first.needId, place: '西山小区', volunteers: 3 },
      ...{ startsAt: instant(first.startsAt), endsAt: instant(first.endsAt) },
    });
    const arose = { title, places: 3, skills: ['packing'], minimumAge: 16, organiser: organizationId, publish: true };
    await tells(told.NeedAroseSchema, first.needId, { ...arose, personInCharge: '社工' });
    await post(`campaigns/activities/${second.id}/cancellation`, reason);
    await tells(told.ActivityCancelledSchema, second.id, { ...ofCampaign, title, reason: why, cancelledBy: by });
    await tells(told.NeedLapsedSchema, second.needId, { reason: why });
    api.clock.set(first.startsAt);
    await post(`campaigns/activities/${first.id}/reach`, { peopleSpokenTo: 12, householdsVisited: 5 });
    await tells(told.ActivityHeldSchema, first.id, {
      ...{ ...ofCampaign, title, peopleSpokenTo: 12, householdsVisited: 5, recordedBy: by },
    });
    api.clock.release();
    const goods = { goods: '冬衣', pieces: 10, destination: '沙雅县某小学' };
    const shipment = await post(`campaigns/${campaignId}/shipments`, goods);
    await tells(told.GoodsCollectedSchema, shipment.id, { ...ofCampaign, goods: '冬衣', pieces: 10, collectedBy: by });
    await post(`campaigns/shipments/${shipment.id}/dispatch`, { waybill: 'SF-1', pieces: 8 });
    const { destination } = goods;
    await tells(told.GoodsSentSchema, shipment.id, {
      ...ofCampaign,
      destination,
      pieces: 8,
      waybill: 'SF-1',
      sentBy: by,
    });
    await post(`campaigns/shipments/${shipment.id}/receipt`, { pieces: 8, receipt: '回执.jpg' });
    await tells(told.GoodsReceivedSchema, shipment.id, { ...ofCampaign, pieces: 8, complete: true, recordedBy: by });
    await post(`campaigns/${campaignId}/end`, reason);
    await tells(told.CampaignEndedSchema, campaignId, { programmeId, organizationId, reason: why, endedBy: by });
    await post(`programmes/${programmeId}/closure`, { results: '冬衣十件' });
    await tells(told.ProgrammeClosedSchema, programmeId, { organizationId, results: '冬衣十件', closedBy: by });
    const other = await openProgramme(api, 'other');
    await post(`programmes/${other.id}/cancellation`, reason);
    await tells(told.ProgrammeCancelledSchema, other.id, {
      ...{ organizationId: other.organizationId, reason: why, cancelledBy: by },
    });
  });
});

describe('of classes', () => {
  it('terms, classes, sessions and who teaches are told', async () => {
    const term = await openTerm(api);
    const { id: termId, programmeId, organizationId, name, fromOn, untilOn, eraseOn } = term;
    await tells(told.TermPlannedSchema, termId, { programmeId, organizationId, name, fromOn, untilOn, plannedBy: by });
    const ofTerm = { programmeId, organizationId };
    const enrolmentOpensAt = instant(term.enrolmentOpensAt);
    await tells(told.TermOpenedSchema, termId, { ...ofTerm, name, enrolmentOpensAt, openedBy: by });
    const [{ id: venueId }, { id: other }] = [await opened(api), await opened(api)];
    const planned = await post('classes', aClass(termId, venueId));
    const { id: classId, sessions } = planned;
    const ofClass = { termId, organizationId, name: planned.name, course: '书法', places: 40 };
    await tells(told.ClassPlannedSchema, classId, { ...ofClass, plannedBy: by });
    const [first, second] = sessions as [Body, Body];
    const ofSession = { classId, termId };
    await tells(told.SessionScheduledSchema, first.id, {
      ...{ ...ofSession, needId: first.needId, venueId },
      ...{ startsAt: instant(first.startsAt), endsAt: instant(first.endsAt) },
    });
    await tells(told.NeedAroseSchema, first.needId, {
      ...{ skills: ['teaching'], origin: expect.objectContaining({ organizationId, programmeId }) },
    });
    await api.kafka.deliver(held(first.needId, 'v-1'), held(second.needId, 'v-2'));
    await tells(told.TeacherFoundSchema, first.id, { ...ofSession, teacherId: 'v-1' });
    await api.kafka.deliver(released(second.needId, 'v-2'));
    await tells(told.TeacherLostSchema, second.id, { ...ofSession, teacherId: 'v-2' });
    await post(`classes/${classId}/opening`);
    await tells(told.ClassOpenedSchema, classId, {
      ...{ ...ofClass, minimumAge: 6, maximumAge: 12, openedBy: by },
      ...{ opensAt: enrolmentOpensAt, startsAt: instant(first.startsAt) },
    });
    await post(`class-sessions/${second.id}/cancellation`, reason);
    await tells(told.SessionCancelledSchema, second.id, { ...ofSession, reason: why, cancelledBy: by });
    const { version } = await get(`classes/${classId}`);
    await put(`classes/${classId}`, { places: 30, venueId: other, ...reason }, version);
    await tells(told.ClassChangedSchema, classId, {
      ...{ termId, revision: version + 1, places: 30, venueId: other, reason: why, changedBy: by },
      startsAt: instant(first.startsAt),
    });
    await post(`classes/${classId}/cancellation`, reason);
    await tells(told.ClassCancelledSchema, classId, { termId, reason: why, cancelledBy: by });
    await post(`terms/${termId}/end`);
    await tells(told.TermEndedSchema, termId, { ...ofTerm, eraseOn, endedBy: by });
    const idle = await openTerm(api);
    await post(`terms/${idle.id}/cancellation`, reason);
    await tells(told.TermCancelledSchema, idle.id, {
      ...{ programmeId: idle.programmeId, organizationId: idle.organizationId, reason: why, cancelledBy: by },
    });
  });

  it('children are told by pseudonyms, from the registration to the erasure', async () => {
    const { id: classId, termId, organizationId, sessions } = await openClass(api, { recurrence: undefined });
    const [session] = sessions as [Body];
    const guardian = as('resident', 'guardian-x');
    const { childId } = await pupil(api, classId, guardian);
    await tells(told.ChildRegisteredSchema, childId, {
      ...{ guardianId: 'guardian-x', version: 1, sealedBirthDate: expect.stringMatching(/^v1\./) },
    });
    const { items } = await get('enrolments', guardian);
    const { id: enrolmentId, claimId } = items[0];
    const ofEnrolment = { classId, termId, childId };
    await tells(told.EnrolmentRequestedSchema, enrolmentId, { ...ofEnrolment, guardianId: 'guardian-x', claimId });
    await tells(told.ChildEnrolledSchema, enrolmentId, { ...ofEnrolment, claimId });
    const [waiting, absent] = [await registered(api, guardian), (await pupil(api, classId, guardian)).childId];
    const claimed = childsClaim();
    await api.kafka.deliver(waits(classId, waiting, claimed), leaves(classId, waiting, claimed));
    const left = await enrolmentOf(api, claimed.claimId, guardian, 'withdrawn');
    const ofLeft = { classId, termId, childId: waiting };
    await tells(told.ChildWaitingSchema, left.id, ofLeft);
    await tells(told.EnrolmentWithdrawnSchema, left.id, {
      ...{ ...ofLeft, reason: 'place-given-back', withdrawnBy: 'claim-service' },
    });
    expect((await api.request('DELETE', `/v1/children/${waiting}`, guardian)).status).toBe(204);
    await tells(told.ChildConsentWithdrawnSchema, waiting, { version: 2 });

    api.clock.set(session.startsAt);
    await post(`class-sessions/${session.id}/attendance`, { present: [childId] });
    const ofSession = { classId, termId };
    await tells(told.SessionHeldSchema, session.id, { ...ofSession, present: 1, absent: 1, recordedBy: by });
    api.clock.set(Temporal.Instant.from(session.endsAt).add({ minutes: 1 }));
    const { needId } = await post(`class-sessions/${session.id}/uncollected`, { childId });
    await tells(told.ChildNotCollectedSchema, session.id, { ...ofSession, childId, needId, noticedBy: by });
    await post(`class-sessions/${session.id}/collections`, { childId, name: '王外婆' });
    await tells(told.ChildCollectedSchema, session.id, { ...ofSession, childId, recordedBy: by });
    await tells(told.NeedLapsedSchema, needId, { reason: 'child-collected' });
    await post(`classes/${classId}/graduation`);
    await tells(told.ClassCompletedSchema, classId, { termId, graduated: 1, completedBy: by });
    await tells(told.PupilGraduatedSchema, enrolmentId, { ...ofEnrolment, attended: 1, sessions: 1, graduatedBy: by });
    const ended = (await get(`enrolments?classId=${classId}&state=ended`)).items[0];
    await tells(told.EnrolmentEndedSchema, ended.id, { classId, termId, childId: absent, reason: 'attended 0 of 1' });
    await post(`terms/${termId}/end`);
    await tells(told.TermEndedSchema, termId, { organizationId, graduated: 1 });
    api.clock.release();

    const follow = { childId, termId, accountId: 'pupil-1', consent: true };
    const followed = await post('former-pupils', follow, guardian);
    const { id: pupilId, inviteOn } = followed;
    await tells(told.FormerPupilFollowedSchema, pupilId, { termId, accountId: 'pupil-1', inviteOn });
    api.clock.set(at(inviteOn, '12:00'));
    await runNow(api, 'invite-former-pupils');
    await tells(told.FormerPupilInvitedSchema, pupilId, { accountId: 'pupil-1' });
    const registeredAt = toTimestamp(Temporal.Now.instant());
    await api.kafka.deliver(
      create(told.VolunteerRegisteredSchema, { volunteerId: 'pupil-1', communityId: 'xishan', registeredAt }),
    );
    await tells(told.FormerPupilReturnedSchema, pupilId, { termId });
    await remove(`former-pupils/${pupilId}`);
    await tells(told.FormerPupilForgottenSchema, pupilId, { formerPupilId: pupilId });
  });

  it('what was erased is told in numbers', async () => {
    const { id: classId, termId } = await openClass(api, { recurrence: undefined });
    const [gone, again] = [await pupil(api, classId), await pupil(api, classId)];
    const later = await openTerm(api, { fromOn: inDays(100), untilOn: inDays(120) });
    const { id: venueId } = await opened(api);
    const wish = { startsAt: at(inDays(100), '09:00'), recurrence: undefined };
    const next = await post('classes', aClass(later.id, venueId, wish));
    const claimed = childsClaim();
    await api.kafka.deliver(waits(next.id, again.childId, claimed));
    await enrolmentOf(api, claimed.claimId, again.guardian, 'waiting');
    const idle = await registered(api, aGuardian());
    api.clock.advance({ hours: 24 * 205 });
    await runNow(api, 'erase-children');
    await tells(told.ChildrenErasedSchema, termId, { enrolments: 2, children: 1, kept: 1 });
    await tells(told.ChildConsentWithdrawnSchema, gone.childId, { version: 2 });
    await runNow(api, 'erase-unenrolled-children');
    await tells(told.ChildConsentWithdrawnSchema, idle, { version: 2 });
    await tells(told.UnenrolledChildrenErasedSchema, 'xishan', { children: expect.any(Number) });
  });
});

describe('of pledges', () => {
  it('everything from the appeal to the retirement is told', async () => {
    const basis = { kind: 'consultation-result', resultId: uuidv7(), title: '睦邻协商', decidedOn: inDays(-3) };
    const wish = {
      title: '爱心椅',
      thing: '椅子',
      wanted: 2,
      place: '公园',
      upkeepMonths: 1,
      opensAt: at(inDays(-1), '09:00'),
    };
    const decision = create(told.DecisionReachedSchema, {
      ...{ roundId: basis.resultId, communityId: 'xishan', outcome: told.DecisionOutcome.PASSED },
    });
    await api.kafka.deliver(decision, decision);
    const { id: appealId } = await eventually(() => post('appeals', { ...wish, basis }));
    const { title, thing, wanted, upkeepMonths } = wish;
    await tells(told.AppealOpenedSchema, appealId, {
      ...{ title, thing, wanted, upkeepMonths, basis: '睦邻协商', opensAt: instant(wish.opensAt), openedBy: by },
      ...{ basisKind: basis.kind, basisResultId: basis.resultId, basisDecidedOn: basis.decidedOn },
    });
    const giver = as('resident', 'giver-1');
    const claimOf = () => ({ claimId: uuidv7(), of: told.PlacesOf.APPEAL });
    const [mine, line] = [claimOf(), claimOf()];
    await api.kafka.deliver(
      held(appealId, 'giver-1', { ...mine, place: 1 }),
      waits(appealId, 'giver-1', line),
      leaves(appealId, 'giver-1', line),
    );
    const pledgeOf = async ({ claimId }: { claimId: string }, state: string): Promise<Body> => {
      await api.kafka.awaitEmitted(told.PledgeWithdrawnSchema);
      const { items } = await get(`pledges?claimId=${claimId}`, giver);
      expect(items).toMatchObject([{ state }]);
      return items[0];
    };
    const left = await pledgeOf(line, 'withdrawn');
    const { id, version } = await pledgeOf(mine, 'pledged');
    await tells(told.PledgeRequestedSchema, id, { appealId, giverId: 'giver-1', claimId: mine.claimId });
    await tells(told.PledgeMadeSchema, id, { appealId, giverId: 'giver-1', number: 1, claimId: mine.claimId });
    await tells(told.PledgeWaitingSchema, left.id, { appealId });
    await tells(told.PledgeWithdrawnSchema, left.id, {
      ...{ appealId, reason: 'place-given-back', withdrawnBy: 'claim-service' },
    });
    await put(`pledges/${id}/engraving`, { engraving: '王家赠', namesConsent: true }, version, giver);
    await tells(told.EngravingChosenSchema, id, { appealId, chosenBy: 'giver-1' });
    await post(`pledges/${id}/delivery`);
    await tells(told.PledgeDeliveredSchema, id, { appealId, claimId: mine.claimId, recordedBy: by });
    const { nextUpkeepOn } = await post(`pledges/${id}/installation`);
    await tells(told.PledgeFulfilledSchema, id, { appealId, nextUpkeepOn, installedBy: by });
    api.clock.set(at(nextUpkeepOn, '10:00'));
    await runNow(api, 'remind-givers');
    await tells(told.UpkeepDueSchema, id, { appealId, giverId: 'giver-1', dueOn: nextUpkeepOn });
    const done = await post(`pledges/${id}/upkeep`, {}, giver);
    await tells(told.UpkeepDoneSchema, id, { appealId, nextUpkeepOn: done.nextUpkeepOn, recordedBy: 'giver-1' });
    api.clock.set(at(Temporal.PlainDate.from(done.nextUpkeepOn).add({ days: 15 }).toString(), '10:00'));
    await runNow(api, 'remind-givers');
    const missed = { appealId, dueOn: done.nextUpkeepOn, needId: expect.any(String) };
    await tells(told.UpkeepMissedSchema, id, missed);
    api.clock.release();
    await post(`pledges/${id}/retirement`, reason);
    await tells(told.PledgeRetiredSchema, id, { appealId, reason: why, retiredBy: by });
    await post(`appeals/${appealId}/closure`, reason);
    await tells(told.AppealClosedSchema, appealId, { pledged: 1, wanted: 2, reason: why, closedBy: by });
  });
});

describe('of people who are erased', () => {
  it('what is kept of them is told, and why', async () => {
    const [erasureId, erasedAt] = [uuidv7(), toTimestamp(Temporal.Now.instant())];
    const who = { volunteerId: 'full-0', communityId: 'xishan', version: 2 };
    await api.kafka.deliver(create(told.VolunteerErasedSchema, { ...who, erasureId, erasedAt }));
    const parts = [expect.objectContaining({ rule: 'members', rows: 1 }) as unknown];
    await tells(told.OrganizationPersonErasedSchema, erasureId, { communityId: 'xishan', parts });
  });
});

describe('all together', () => {
  const own = eventTypes.filter((type) => publisherOf(type) === 'organization');
  /** Not published any more; consumers still read those that were. */
  const gone = ['EnrolmentRefused', 'PledgeRefused'];
  /** Fields that nothing fills any more, or nothing here fills. */
  const empty = [
    'EnrolmentRequested.party_id',
    'ChildRegistered.birth_date',
    'NeedArose.private_details',
    'PersonErased.call_id',
  ];
  const shortName = (name: string) => name.split('.').at(-1) ?? name;

  it('are every event that the service publishes', () => {
    const names = own.map(({ name }) => name).filter((name) => !gone.includes(shortName(name)));
    expect(names.filter((name) => !seen.has(name))).toEqual([]);
    expect(own.filter(({ name }) => gone.includes(shortName(name)))).toHaveLength(gone.length);
  });

  it('fill every field of theirs', () => {
    const unfilled = own.flatMap(({ name, schema }) => {
      const events = api.kafka.emitted(schema);
      if (gone.includes(shortName(name))) return events.map(() => name);
      const never = schema.fields.filter((field) => !events.some((event) => isFieldSet(event, field)));
      return never.map((field) => `${shortName(name)}.${field.name}`);
    });
    expect(unfilled.sort()).toEqual([...empty].sort());
  });
});
