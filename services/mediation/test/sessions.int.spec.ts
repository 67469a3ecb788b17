import { create } from '@bufbuild/protobuf';
import {
  BookingCancelledSchema,
  BookingRefusedSchema,
  GoBetweenAcceptedSchema,
  GoBetweenDeclinedSchema,
  GoBetweenProposedSchema,
  GoBetweenReleasedSchema,
  ImpasseReachedSchema,
  MediationSessionHeldSchema,
  RoomReleasedSchema,
  RoomRequestedSchema,
  SessionArrangedSchema,
  SessionCalledOffSchema,
  VenueBookedSchema,
} from '@huying/contracts';
import { eventually, expectBody, type TestRequest, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { mediationService } from '../src/index.js';
import {
  aCase,
  aGoBetween,
  anAccepted,
  aSession,
  chooseBoth,
  from,
  HAINING,
  inMediation,
  JUNLIAN,
  stateOf,
} from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(mediationService);
});
afterAll(() => api.stop());
afterEach(() => api.clock.release());

const aWish = (fields: object = {}) => ({
  ...{ startsAt: from(api, { hours: 1 }), endsAt: from(api, { hours: 2 }), place: '调解室', ...fields },
});
const arrange = (caseId: string, request: TestRequest, fields: object = {}) =>
  api.post(`/v1/cases/${caseId}/sessions`, aWish(fields), request);
const record = (id: string, request: TestRequest, fields: object) =>
  api.post(
    `/v1/sessions/${id}/record`,
    { present: [], minutes: '记录', proposals: [], outcome: 'adjourned', ...fields },
    request,
  );
const proposal = (side: number, yuan: number) => ({ side, amountFen: yuan * 100, terms: '一次付清' });
const roomOf = async (caseId: string): Promise<{ room: string; roomRefusal: string | null }> =>
  expectBody(await api.get(`/v1/sessions?caseId=${caseId}`), 200).items[0];

describe('a session', () => {
  it('is not held before every side has consented', async () => {
    const received = await aCase(api);
    expect(await arrange(received.id, {})).toMatchObject({
      status: 409,
      body: {
        code: 'mediation-session-before-consent',
        detail: 'No session before every side has consented; the case is received.',
      },
    });
    const chinese = { headers: { 'accept-language': 'zh-CN' } };
    expect((await arrange(received.id, chinese)).body.detail).toBe(
      '各方当事人同意前不得召开调解会;案件当前为 received。',
    );
    expect(await arrange((await anAccepted(api)).id, {})).toMatchObject({
      body: { code: 'mediation-session-before-consent' },
    });
  });

  it.each<[string, () => object, number, string]>([
    [
      'ends before it starts',
      () => ({ endsAt: from(api, { minutes: 30 }) }),
      422,
      'mediation-session-ends-before-start',
    ],
    ['lies in the past', () => ({ startsAt: from(api, { hours: -1 }) }), 422, 'mediation-session-in-the-past'],
    ['is nowhere', () => ({ place: undefined }), 422, 'mediation-session-place-wanted'],
    ['is in two places', () => ({ venueId: uuidv7() }), 422, 'mediation-session-place-wanted'],
  ])('is refused when it %s', async (_, fields, status, code) => {
    const { id, mediator } = await inMediation(api);
    expect(await arrange(id, mediator, fields())).toMatchObject({ status, body: { code } });
  });

  it('is arranged by the case’s mediator, once at a time, and held', async () => {
    const one = await inMediation(api);
    const { id, mediator, worker, workerId } = one;
    expect((await arrange(id, worker)).status).toBe(403);
    const session = expectBody(await arrange(id, mediator, { interpretedFrom: 'southwestern', interpreterId: 'v-1' }));
    expect(session).toMatchObject({ number: 1, state: 'arranged', room: 'none' });
    expect(await arrange(id, mediator)).toMatchObject({ status: 409, body: { code: 'mediation-session-clash' } });
    expect(await api.kafka.awaitEmitted(SessionArrangedSchema, session.id)).toMatchObject([
      { interpreter: true, number: 1 },
    ]);
    expect(await record(session.id, mediator, {})).toMatchObject({ body: { code: 'mediation-session-not-begun' } });
    api.clock.advance({ minutes: 70 });
    expect(await record(session.id, mediator, { present: [uuidv7()] })).toMatchObject({
      ...{ status: 422, body: { code: 'mediation-session-unknown-party' } },
    });
    expect(await record(session.id, mediator, { proposals: [proposal(3, 1)] })).toMatchObject({
      ...{ status: 422, body: { code: 'mediation-session-unknown-party' } },
    });
    expect(await record(session.id, mediator, { present: [workerId], outcome: 'agreed' })).toMatchObject({
      ...{ status: 422, body: { code: 'mediation-session-side-absent' } },
    });
    expect(expectBody(await record(session.id, mediator, { present: [workerId] }))).toMatchObject({
      ...{ state: 'held', outcome: 'adjourned', present: [workerId], separation: null },
    });
    expect(await record(session.id, mediator, {})).toMatchObject({
      status: 409,
      body: { code: 'mediation-session-wrong-state' },
    });
    expect(await api.kafka.awaitEmitted(MediationSessionHeldSchema, session.id)).toMatchObject([
      { present: 1, outcome: 'adjourned' },
    ]);
  });

  it('is called off when a side ends mediation, and none is held after it', async () => {
    const { id, mediator, employer } = await inMediation(api);
    const session = expectBody(await arrange(id, mediator));
    expectBody(await api.post(`/v1/cases/${id}/refusals`, {}, employer));
    expect(await api.kafka.awaitEmitted(SessionCalledOffSchema, session.id)).toMatchObject([{ reason: 'case-over' }]);
    api.clock.advance({ minutes: 70 });
    expect(await record(session.id, mediator, {})).toMatchObject({ body: { code: 'mediation-session-wrong-state' } });
    expect(await arrange(id, mediator)).toMatchObject({ body: { code: 'mediation-session-before-consent' } });
  });
});

describe('the room of a session', () => {
  it('is asked for by event, and given back when the session is called off', async () => {
    const { id, mediator } = await inMediation(api);
    const venueId = uuidv7();
    const session = expectBody(await arrange(id, mediator, { place: undefined, venueId }));
    expect(session).toMatchObject({ room: 'requested', venueId });
    await eventually(() =>
      expect(api.kafka.emitted(RoomRequestedSchema).some((one) => one.venueId === venueId)).toBe(true),
    );
    const request = api.kafka.emitted(RoomRequestedSchema).find((one) => one.venueId === venueId);
    expect(request).toMatchObject({ people: 3, requestedBy: mediator.as?.subject });
    const { bookingId } = request ?? { bookingId: '' };
    await api.kafka.deliver(create(VenueBookedSchema, { bookingId, communityId: 'xishan', venueId }));
    await eventually(async () => expect(await roomOf(id)).toMatchObject({ room: 'booked' }));
    expectBody(await api.post(`/v1/sessions/${session.id}/calling-off`, { reason: 'party-cannot' }, mediator));
    expect(await api.kafka.awaitEmitted(RoomReleasedSchema, bookingId)).toHaveLength(1);
  });

  it('may be refused or lost; the session says so and stands', async () => {
    const { id, mediator } = await inMediation(api);
    const venueId = uuidv7();
    expectBody(await arrange(id, mediator, { place: undefined, venueId }));
    await eventually(() =>
      expect(api.kafka.emitted(RoomRequestedSchema).some((one) => one.venueId === venueId)).toBe(true),
    );
    const bookingId = api.kafka.emitted(RoomRequestedSchema).find((one) => one.venueId === venueId)?.bookingId ?? '';
    const booking = { bookingId, communityId: 'xishan', venueId };
    await api.kafka.deliver(create(BookingRefusedSchema, { ...booking, code: 'booking-taken' }));
    await eventually(async () =>
      expect(await roomOf(id)).toMatchObject({ room: 'refused', roomRefusal: 'booking-taken' }),
    );
    // What comes late, for a room that is not waited for any more, changes nothing.
    await api.kafka.deliver(create(BookingCancelledSchema, booking), create(VenueBookedSchema, booking));
    const other = await inMediation(api);
    const otherVenue = uuidv7();
    expectBody(await arrange(other.id, other.mediator, { place: undefined, venueId: otherVenue }));
    await eventually(() =>
      expect(api.kafka.emitted(RoomRequestedSchema).some((one) => one.venueId === otherVenue)).toBe(true),
    );
    const second = api.kafka.emitted(RoomRequestedSchema).find((one) => one.venueId === otherVenue)?.bookingId ?? '';
    await api.kafka.deliver(create(BookingCancelledSchema, { ...booking, bookingId: second }));
    await eventually(async () => expect(await roomOf(other.id)).toMatchObject({ room: 'lost' }));
    expect(await roomOf(id)).toMatchObject({ room: 'refused' });
  });
});

describe('an impasse', () => {
  /** Two sides who fail over the sum: the worker comes down a little, the employer does not move. */
  async function atImpasse() {
    const one = await inMediation(api, { employerFrom: JUNLIAN });
    const session = await aSession(api, one.id, one.mediator);
    const proposals = [proposal(1, 30_000), proposal(2, 10_000), proposal(1, 24_000), proposal(2, 11_000)];
    const present = [one.workerId, one.employerId];
    const told = expectBody(await record(session, one.mediator, { present, proposals, outcome: 'impasse' }));
    return { ...one, session, told };
  }
  const invitationOf = async (id: string) => expectBody(await api.get(`/v1/cases/${id}/invitations`), 200).items[0];
  const answer = (id: string, invitation: string, accept: boolean, request: TestRequest) =>
    api.post(`/v1/cases/${id}/invitations/${invitation}/answers`, { accept }, request);

  it('says what separates the sides, and proposes a go-between from the hometown of the side that holds out', async () => {
    const goBetween = await aGoBetween(api);
    const stranger = await aGoBetween(api, { hometown: HAINING });
    const { id, told, worker, mediator, employer } = await atImpasse();
    expect(told.separation).toMatchObject({ gapFen: 1_300_000, stillOpen: 0.65, holdsOut: 2 });
    expect(await api.kafka.awaitEmitted(ImpasseReachedSchema, id)).toMatchObject([{ impasses: 1, holdsOutSide: 2 }]);
    expect(await api.kafka.awaitEmitted(GoBetweenProposedSchema, id)).toMatchObject([{ side: 2 }]);
    const invitation = await invitationOf(id);
    expect(invitation).toMatchObject({ state: 'proposed', side: 2, goBetween: { hometown: JUNLIAN } });
    expect(invitation.goBetween.id).not.toBe(stranger.id);
    expect(await api.post(`/v1/cases/${id}/invitations`, { side: 2 }, mediator)).toMatchObject({
      body: { code: 'invitation-pending' },
    });

    expectBody(await answer(id, invitation.id, true, worker));
    const invited = async (request: TestRequest) =>
      expectBody(await api.get('/v1/go-betweens/invitations', request), 200).items;
    expect(await invited(stranger.me)).toEqual([]);
    expect(await invited(goBetween.me)).toMatchObject([
      { id: invitation.id, state: 'proposed', kind: 'wages', sessions: [] },
    ]);
    const asked = await api.post(`/v1/go-betweens/invitations/${invitation.id}/answer`, { accept: true }, stranger.me);
    expect(asked.status).toBe(404);
    const own = await api.post(`/v1/go-betweens/invitations/${invitation.id}/answer`, { accept: true }, goBetween.me);
    expect(expectBody(own)).toMatchObject({ state: 'proposed', goBetweenAgrees: true, agreedBy: [1] });
    expect(expectBody(await answer(id, invitation.id, true, employer))).toMatchObject({
      state: 'accepted',
      agreedBy: [1, 2],
    });
    expect(await api.kafka.awaitEmitted(GoBetweenAcceptedSchema, id)).toHaveLength(1);
    expect(await answer(id, invitation.id, true, worker)).toMatchObject({ body: { code: 'invitation-wrong-state' } });
    expect(await stateOf(api, id)).toBe('in-mediation');
    const { startsAt } = expectBody(await arrange(id, mediator));
    expect(await invited(goBetween.me)).toMatchObject([
      { state: 'accepted', sessions: [{ startsAt, place: '调解室' }] },
    ]);

    const separates = expectBody(await api.get(`/v1/cases/${id}/separation`, mediator), 200);
    expect(separates).toMatchObject({
      positions: [
        { side: 1, moved: 600_000 },
        { side: 2, moved: 100_000 },
      ],
    });
    const { items } = expectBody(await api.get(`/v1/cases/${id}/proposals`, worker), 200);
    expect(items.map((one: { side: number; amountFen: number }) => [one.side, one.amountFen])).toEqual([
      [1, 3_000_000],
      [1, 2_400_000],
    ]);
    expectBody(await api.post(`/v1/go-betweens/${goBetween.id}/retirement`, {}));
  });

  it('tells the committee that there is one, and what separates the sides only with a reason', async () => {
    const { id, mediator, workerId, employerId } = await inMediation(api);
    const session = await aSession(api, id, mediator);
    const proposals = [proposal(1, 30_000), proposal(2, 10_000)];
    const present = [workerId, employerId];
    const told = expectBody(await record(session, {}, { present, proposals, outcome: 'impasse' }));
    expect(told).toMatchObject({ outcome: 'impasse', separation: null });
    expect(await api.get(`/v1/cases/${id}/separation`)).toMatchObject({ body: { code: 'case-reason-wanted' } });
    const reason = encodeURIComponent('督办');
    expect(expectBody(await api.get(`/v1/cases/${id}/separation?reason=${reason}`), 200).gapFen).toBe(2_000_000);
    const { items } = expectBody(await api.get(`/v1/cases/${id}/readings`, mediator), 200);
    expect(items).toMatchObject([{ what: 'proposals', readAs: 'committee', reason: '督办' }]);
  });

  it('ends with the case for the go-between too; another try invites them anew', async () => {
    const goBetween = await aGoBetween(api);
    const one = await atImpasse();
    const { items } = expectBody(await api.get(`/v1/cases/${one.id}/readings`, one.worker), 200);
    expect(items).toMatchObject([{ what: 'proposals', readAs: 'mediator' }]);
    const { id: first } = await invitationOf(one.id);
    expectBody(await api.post(`/v1/cases/${one.id}/termination`, { reason: 'no-agreement' }, one.mediator));
    expect(await api.kafka.awaitEmitted(GoBetweenReleasedSchema, one.id)).toHaveLength(1);
    expect(await invitationOf(one.id)).toMatchObject({ id: first, state: 'released' });
    for (const what of ['reopening', 'consent-request']) expectBody(await api.post(`/v1/cases/${one.id}/${what}`, {}));
    expectBody(await api.post(`/v1/cases/${one.id}/consents`, {}, one.employer));
    await chooseBoth(api, one, one.mediatorId);
    expect(await answer(one.id, first, true, one.worker)).toMatchObject({ body: { code: 'invitation-wrong-state' } });
    const again = expectBody(await api.post(`/v1/cases/${one.id}/invitations`, { side: 2 }, one.mediator));
    expect(again).toMatchObject({ state: 'proposed', goBetween: { id: goBetween.id } });
    expectBody(await api.post(`/v1/go-betweens/${goBetween.id}/retirement`, {}));
  });

  it('goes on to the next go-between when a side declines one, and tells when there is nobody', async () => {
    const goBetween = await aGoBetween(api);
    const { id, worker, mediator } = await atImpasse();
    const invitation = await invitationOf(id);
    expectBody(await answer(id, invitation.id, false, worker));
    expect(await api.kafka.awaitEmitted(GoBetweenDeclinedSchema, id)).toHaveLength(1);
    expect(await api.post(`/v1/cases/${id}/invitations`, { side: 2 }, mediator)).toMatchObject({
      status: 409,
      body: { code: 'invitation-no-go-between' },
    });
    const next = await aGoBetween(api);
    expect(expectBody(await api.post(`/v1/cases/${id}/invitations`, { side: 2 }, mediator)).goBetween.id).toBe(next.id);
    for (const one of [goBetween, next]) expectBody(await api.post(`/v1/go-betweens/${one.id}/retirement`, {}));
  });

  it('is what a go-between is for: none is invited before', async () => {
    const { id, mediator } = await inMediation(api);
    expect(await api.post(`/v1/cases/${id}/invitations`, { side: 2 }, mediator)).toMatchObject({
      status: 409,
      body: { code: 'invitation-no-impasse' },
    });
  });
});
