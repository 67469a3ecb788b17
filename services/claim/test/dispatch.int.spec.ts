import { create } from '@bufbuild/protobuf';
import {
  AlertStoodDownSchema,
  Dispatch,
  DrawHeldSchema,
  GroupJoinedSchema,
  NeedMovedSchema,
  OfferEndedSchema,
  OfferSource,
  PassedOverSchema,
  PlaceConfirmedSchema,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlacesChangedSchema,
  PlacesOpenedSchema,
  SightingReportedSchema,
  toTimestamp,
  Wave,
  WaveReachedSchema,
  type NeedPublished,
} from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { faultsOf } from '../src/draws/draw.js';
import { claimService } from '../src/index.js';
import { aNeed, Claiming, hours, volunteers } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
}, 60_000);
afterEach(() => claims.clock.release());
afterAll(() => claims.stop());

const people = async (count: number, fitness = {}): Promise<string[]> => {
  const ids = volunteers(count);
  await claiming.known(ids, fitness);
  return ids;
};
const published = (fields: Parameters<typeof aNeed>[0]) => claiming.published(aNeed(fields));
const requirements = (fields: object): NeedPublished['requirements'] =>
  ({ skills: [], minimumAge: 0, preferredSkills: [], trainings: [], hometowns: [], dialects: [], ...fields }) as never;

describe('waves', () => {
  it('begin with preferred skills, widen to the groups, then to everyone, and say so', async () => {
    const [skilled] = (await people(1, { skills: ['first-aid'] })) as [string];
    const [member, anyone] = (await people(2)) as [string, string];
    const groupId = uuidv7();
    const joinedAt = toTimestamp(Temporal.Now.instant());
    await claims.kafka.deliver(
      create(GroupJoinedSchema, { groupId, communityId: 'xishan', volunteerId: member, joinedAt }),
    );
    const needId = await published({
      places: 3,
      dispatch: Dispatch.WAVES,
      groupIds: [groupId],
      requirements: requirements({ preferredSkills: ['first-aid'] }),
      waves: { groupsAt: toTimestamp(hours(1)), everyoneAt: toTimestamp(hours(2)) } as never,
    });
    const refused = { status: 403, body: { code: 'wave-not-reached' } };
    expect(await claiming.claim(needId, member)).toMatchObject(refused);
    expect(await claiming.claim(needId, anyone)).toMatchObject(refused);
    expect((await claiming.claim(needId, skilled)).status).toBe(201);

    claims.clock.set(hours(1.5));
    expect(await claiming.claim(needId, anyone)).toMatchObject(refused);
    expect((await claiming.claim(needId, member)).status).toBe(201);

    claims.clock.set(hours(2.5));
    expect((await claiming.claim(needId, anyone)).status).toBe(201);
    const reached = await claims.kafka.awaitEmitted(WaveReachedSchema, needId, 1);
    expect(reached.map((event) => event.wave)).toContain(Wave.EVERYONE);
    expect((await claims.get(`/v1/needs/${needId}/places`)).body).toMatchObject({
      dispatch: 'waves',
      wave: 'everyone',
    });
  });

  it('widen before their time when everybody whom they reach has claimed', async () => {
    const skill = `skill-${uuidv7().slice(-6)}`;
    const [skilled] = (await people(1, { skills: [skill] })) as [string];
    const [anyone] = (await people(1)) as [string];
    const needId = await published({
      places: 3,
      dispatch: Dispatch.WAVES,
      requirements: requirements({ preferredSkills: [skill] }),
      waves: { groupsAt: toTimestamp(hours(5)), everyoneAt: toTimestamp(hours(6)) } as never,
    });
    expect((await claiming.claim(needId, anyone)).body.code).toBe('wave-not-reached');
    await claiming.claim(needId, skilled);
    await claims.kafka.awaitEmitted(WaveReachedSchema, needId, 2);
    expect((await claiming.claim(needId, anyone)).status).toBe(201);
  });
});

describe('a draw', () => {
  it('gathers applicants, draws by the seed that was committed to, and anyone can draw again', async () => {
    const applicants = await people(7);
    const needId = await published({ places: 3, dispatch: Dispatch.DRAW, drawAt: toTimestamp(hours(1)) });
    const [opened] = await claims.kafka.awaitEmitted(PlacesOpenedSchema, needId);
    const told = await Promise.all(applicants.map((id) => claiming.claim(needId, id)));
    expect(told.map(({ status, body }) => [status, body.state])).toEqual(applicants.map(() => [202, 'applied']));
    expect((await claims.get(`/v1/needs/${needId}/draw`)).body).toMatchObject({ seed: null, order: [] });
    expect((await claims.get(`/v1/claims/${told[0]?.body.id}`)).body).toMatchObject({ still: 'to-be-drawn' });

    claims.clock.set(hours(1.1));
    const [late] = (await people(1)) as [string];
    const answer = await claiming.claim(needId, late);
    const [drawn] = await claims.kafka.awaitEmitted(DrawHeldSchema, needId);
    expect([answer.status, answer.body.code]).toEqual(answer.status === 202 ? [202, undefined] : [409, 'being-drawn']);
    const held = await claims.kafka.awaitEmitted(PlaceHeldSchema, needId, 3);
    const { seed, commitment, order } = drawn!;
    const result = {
      ...{ seed, commitment, order },
      applicants: drawn!.applicants.map(({ claimId: claim, lots }) => ({ claim, lots })),
    };
    expect(faultsOf(result)).toEqual([]);
    expect(commitment).toBe(opened?.drawCommitment);
    expect(held.map((event) => event.claimId)).toEqual(
      order.slice(0, 3).map((index) => result.applicants[index]?.claim),
    );
    expect((await claims.get(`/v1/needs/${needId}/draw`)).body).toMatchObject({ needId, seed, commitment, order });
  });

  it('gives fewer lots to those who had places lately', async () => {
    const [busy, rested] = (await people(2)) as [string, string];
    for (const offset of [30, 40]) {
      const times = { startsAt: toTimestamp(hours(offset)), endsAt: toTimestamp(hours(offset + 1)) };
      await claiming.claim(await published(times), busy);
    }
    const needId = await published({ dispatch: Dispatch.DRAW, drawAt: toTimestamp(hours(1)) });
    const [one, two] = [await claiming.claim(needId, busy), await claiming.claim(needId, rested)];
    claims.clock.set(hours(1.1));
    const [drawn] = await claims.kafka.awaitEmitted(DrawHeldSchema, needId);
    const lots = new Map(drawn!.applicants.map(({ claimId, lots }) => [claimId, lots]));
    expect([lots.get(one.body.id), lots.get(two.body.id)]).toEqual([4, 16]);
  });
});

describe('approval', () => {
  it('lets staff choose among the applicants, and nobody moves up by themselves', async () => {
    const [first, second, third] = (await people(3)) as [string, string, string];
    const needId = await published({ places: 1, dispatch: Dispatch.APPROVAL });
    const applied = [];
    for (const person of [first, second, third]) applied.push((await claiming.claim(needId, person)).body);
    expect(applied.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied']);
    const approve = (id: string) => claiming.staff('POST', `/v1/claims/${id}/approval`);
    expect(await approve(applied[1].id)).toMatchObject({ status: 200, body: { state: 'held', place: 1 } });
    expect(await approve(applied[1].id)).toMatchObject({ status: 200, body: { state: 'held' } });
    expect(await approve(applied[0].id)).toMatchObject({ status: 409, body: { code: 'need-full' } });
    const rejected = await claiming.staff('POST', `/v1/claims/${applied[2].id}/rejection`, { reason: '另有安排' });
    expect(rejected).toMatchObject({ status: 200, body: { state: 'ended', endReason: 'rejected' } });

    await claiming.as(second, 'DELETE', `/v1/claims/${applied[1].id}`);
    expect((await claims.get(`/v1/claims/${applied[0].id}`)).body).toMatchObject({
      state: 'waiting',
      still: 'to-be-chosen',
    });
    expect(await claiming.as(first, 'POST', `/v1/claims/${applied[0].id}/approval`)).toMatchObject({ status: 403 });
  });

  it('is only for needs that ask for it', async () => {
    const [one, two] = (await people(2)) as [string, string];
    const needId = await published({ places: 1 });
    await claiming.claim(needId, one);
    const waiting = await claiming.claim(needId, two);
    const answer = await claiming.staff('POST', `/v1/claims/${waiting.body.id}/approval`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-applied' } });
  });
});

describe('an alert', () => {
  it('takes everyone, whatever else they hold; sightings come in; the stand-down sends all home', async () => {
    const searchers = await people(4);
    const elsewhere = await published({ places: 4 });
    await claiming.claim(elsewhere, searchers[0]!);
    const needId = await published({ places: 0, dispatch: Dispatch.ALERT });
    const held = await Promise.all(searchers.map((id) => claiming.claim(needId, id)));
    expect(held.map(({ status }) => status)).toEqual([201, 201, 201, 201]);

    const seen = { place: '海宁大道公交站', note: '穿蓝色外套' };
    const path = `/v1/needs/${needId}/sightings`;
    expect(await claiming.as(searchers[1]!, 'POST', path, seen)).toMatchObject({ status: 201, body: seen });
    const tomorrow = { place: 'x', seenAt: hours(24).toString() };
    expect(await claiming.as(searchers[1]!, 'POST', path, tomorrow)).toMatchObject({
      status: 422,
      body: { code: 'alert-seen-in-the-future' },
    });
    expect((await claiming.as(searchers[2]!, 'GET', path)).body.items).toMatchObject([seen]);
    const [stranger] = (await people(1)) as [string];
    expect(await claiming.as(stranger, 'GET', path)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    await claims.kafka.awaitEmitted(SightingReportedSchema, needId);
    expect(await claiming.as(stranger, 'POST', `/v1/needs/${elsewhere}/sightings`, seen)).toMatchObject({
      status: 409,
      body: { code: 'alert-not-one' },
    });

    const done = await claiming.staff('POST', `/v1/needs/${needId}/stand-down`, { outcome: 'found' });
    expect(done.status).toBe(200);
    for (const { body } of held) await claiming.claimBecomes(body.id, { state: 'ended', endReason: 'stood-down' });
    const [over] = await claims.kafka.awaitEmitted(AlertStoodDownSchema, needId);
    expect(over?.outcome).toBe('found');
    expect(await claiming.as(stranger, 'POST', path, seen)).toMatchObject({
      status: 409,
      body: { code: 'alert-over' },
    });
    expect(await claiming.claim(needId, stranger)).toMatchObject({ status: 409, body: { code: 'need-closed' } });
  });
});

describe('an offer', () => {
  it('keeps a place until it is accepted, or the time is over and the next in line is asked', async () => {
    const [holder, second, third] = (await people(3)) as [string, string, string];
    const needId = await published({ places: 1, offerMinutes: 30 });
    const held = await claiming.claim(needId, holder);
    const waiting = [(await claiming.claim(needId, second)).body, (await claiming.claim(needId, third)).body];
    await claiming.as(holder, 'DELETE', `/v1/claims/${held.body.id}`);
    await claiming.claimBecomes(waiting[0].id, { state: 'offered', offerSource: 'line', place: 1 });
    expect((await claims.get(`/v1/claims/${waiting[1].id}`)).body).toMatchObject({ position: 1, still: 'all-offered' });
    expect((await claims.get(`/v1/needs/${needId}/places`)).body).toMatchObject({ places: 1, held: 1, waiting: 1 });

    claims.clock.set(hours(0.6));
    const late = await claiming.as(second, 'POST', `/v1/claims/${waiting[0].id}/acceptance`);
    expect([late.status, ['offer-expired', 'not-offered'].includes(late.body.code)]).toEqual([409, true]);
    await claiming.claimBecomes(waiting[0].id, { state: 'ended', endReason: 'offer-expired' });
    await claiming.claimBecomes(waiting[1].id, { state: 'offered' });
    const accepted = await claiming.as(third, 'POST', `/v1/claims/${waiting[1].id}/acceptance`);
    expect(accepted).toMatchObject({ status: 200, body: { state: 'held', place: 1, offerUntil: null } });
    expect(accepted.headers.get('huying-decision')).toMatch(/^\d+-\d+; at=\d+$/);
    await claims.kafka.awaitEmitted(OfferEndedSchema, needId);
    expect(await claims.kafka.awaitEmitted(PlaceOfferedSchema, needId, 2)).toHaveLength(2);
  });

  it('by staff is the volunteer’s to accept: nobody else can, and declining frees the place', async () => {
    const [person, other] = (await people(2)) as [string, string];
    const needId = await published({ places: 1 });
    const key = uuidv7();
    const offer = () => claiming.staff('POST', `/v1/needs/${needId}/offers`, { volunteerId: person, minutes: 60 }, key);
    const offered = await offer();
    expect(offered).toMatchObject({
      status: 201,
      body: { state: 'offered', offerSource: 'staff', volunteerId: person },
    });
    const again = await offer();
    expect([offered, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
    expect(again.body.id).toBe(offered.body.id);
    const path = `/v1/claims/${offered.body.id}`;
    expect((await claiming.staff('POST', `${path}/acceptance`)).status).toBe(403);
    expect((await claiming.as(other, 'POST', `${path}/acceptance`)).status).toBe(403);
    expect((await claiming.claim(needId, other)).status).toBe(202);
    expect(await claiming.as(person, 'POST', `${path}/refusal`)).toMatchObject({
      body: { state: 'ended', endReason: 'declined' },
    });
    const [mine] = (await claiming.as(other, 'GET', '/v1/claims')).body.items;
    expect(mine).toMatchObject({ needId, state: 'held', place: 1 });
  });
});

describe('handing over', () => {
  it('gives the place to a named volunteer who accepts, past the line, as one event', async () => {
    const [holder, heir, waiting] = (await people(3)) as [string, string, string];
    const needId = await published({ places: 1 });
    const held = await claiming.claim(needId, holder);
    await claiming.claim(needId, waiting);
    const path = `/v1/claims/${held.body.id}/hand-over`;
    expect((await claiming.as(waiting, 'POST', path, { volunteerId: heir })).status).toBe(403);
    const offered = await claiming.as(holder, 'POST', path, { volunteerId: heir });
    expect(offered).toMatchObject({ status: 201, body: { state: 'offered', offerSource: 'hand-over', place: null } });
    expect((await claims.get(`/v1/claims/${held.body.id}`)).body.state).toBe('held');
    const accepted = await claiming.as(heir, 'POST', `/v1/claims/${offered.body.id}/acceptance`);
    expect(accepted).toMatchObject({ status: 200, body: { state: 'held', place: 1 } });
    expect((await claims.get(`/v1/claims/${held.body.id}`)).body).toMatchObject({
      state: 'ended',
      endReason: 'handed-over',
    });
    const [event] = await claims.kafka.awaitEmitted(PlaceHandedOverSchema, needId);
    expect(event).toMatchObject({ fromVolunteerId: holder, volunteerId: heir, place: 1 });
  });

  it('ends when the holder has given the place back meanwhile', async () => {
    const [holder, heir] = (await people(2)) as [string, string];
    const needId = await published({ places: 1 });
    const held = await claiming.claim(needId, holder);
    const offered = await claiming.as(holder, 'POST', `/v1/claims/${held.body.id}/hand-over`, { volunteerId: heir });
    await claiming.as(holder, 'DELETE', `/v1/claims/${held.body.id}`);
    const answer = await claiming.as(heir, 'POST', `/v1/claims/${offered.body.id}/acceptance`);
    expect(answer).toMatchObject({ status: 409, body: { code: 'not-held' } });
  });
});

describe('friends', () => {
  const open = async (needId: string, group: string[]) => {
    const [first, ...others] = group as [string, ...string[]];
    return (await claiming.as(first, 'POST', `/v1/needs/${needId}/parties`, { volunteerIds: others })).body;
  };
  const agree = (party: { id: string }, person: string) =>
    claiming.as(person, 'POST', `/v1/parties/${party.id}/acceptances`);

  it('get places together once all have agreed', async () => {
    const group = await people(3);
    const needId = await published({ places: 4 });
    const party = await open(needId, group);
    expect((await agree(party, group[1]!)).body.members).toMatchObject([
      { state: null },
      { state: null },
      { state: null },
    ]);
    const last = await agree(party, group[2]!);
    expect(last.body.members).toMatchObject([{ state: 'held' }, { state: 'held' }, { state: 'held' }]);
    expect((await agree(party, group[2]!)).body).toEqual(last.body);
    const [stranger] = (await people(1)) as [string];
    expect(await agree(party, stranger)).toMatchObject({ status: 404, body: { code: 'party-unknown' } });
  });

  it('wait together, are passed while there is not room for all, and leave together', async () => {
    const [a, b, c, single] = (await people(4)) as [string, string, string, string];
    const needId = await published({ places: 2 });
    const held = [await claiming.claim(needId, c), await claiming.claim(needId, (await people(1))[0]!)];
    const party = await open(needId, [a, b]);
    const { members } = (await agree(party, b)).body;
    expect(members).toMatchObject([{ state: 'waiting' }, { state: 'waiting' }]);
    const behind = await claiming.claim(needId, single);
    expect(behind.body).toMatchObject({ state: 'waiting', position: 2 });
    await claiming.as(c, 'DELETE', `/v1/claims/${held[0]?.body.id}`);
    await claiming.claimBecomes(behind.body.id, { state: 'held' });
    await claiming.claimBecomes(members[0].claimId, {
      state: 'waiting',
      passed: { reason: 'party-too-large' },
      together: 2,
    });
    const [passed] = await claims.kafka.awaitEmitted(PassedOverSchema, needId);
    expect(passed?.reason).toBe('party-too-large');
    await claiming.as(b, 'DELETE', `/v1/claims/${members[1].claimId}`);
    await claiming.claimBecomes(members[0].claimId, { state: 'ended', endReason: 'party-broken' });
  });

  it('are named once each', async () => {
    const [a] = (await people(1)) as [string];
    const needId = await published({});
    const answer = await claiming.as(a, 'POST', `/v1/needs/${needId}/parties`, { volunteerIds: [a] });
    expect(answer).toMatchObject({ status: 422, body: { code: 'party-names' } });
  });
});

describe('an organisation', () => {
  const organisation = (method: string, path: string, body?: object, key = uuidv7()) =>
    claims.request(method, path, {
      as: { role: 'organisation', subject: 'aixin' },
      headers: { 'idempotency-key': key },
      ...(body && { body }),
    });

  it('claims places as a team, all or none, and names people who accept', async () => {
    const [person, single] = (await people(2)) as [string, string];
    const needId = await published({ places: 3 });
    const path = `/v1/needs/${needId}/team-claims`;
    expect(await organisation('POST', path, { places: 4 })).toMatchObject({ status: 409, body: { code: 'need-full' } });
    const key = uuidv7();
    const team = await organisation('POST', path, { places: 2 }, key);
    expect(team).toMatchObject({ status: 201, body: { items: [{ state: 'held' }, { state: 'held' }] } });
    expect((await organisation('POST', path, { places: 2 }, key)).body).toEqual(team.body);
    expect((await claiming.claim(needId, single)).status).toBe(201);

    const [seat] = team.body.items;
    const named = await organisation('POST', `/v1/claims/${seat.id}/naming`, { volunteerId: person });
    expect(named).toMatchObject({ status: 201, body: { state: 'offered', offerSource: 'team' } });
    const accepted = await claiming.as(person, 'POST', `/v1/claims/${named.body.id}/acceptance`);
    expect(accepted.body).toMatchObject({ state: 'held', place: seat.place });
    expect((await claims.get(`/v1/needs/${needId}/places`)).body).toMatchObject({ places: 3, held: 3 });
    const other = await claims.request('POST', `/v1/claims/${team.body.items[1].id}/naming`, {
      as: { role: 'organisation', subject: 'another' },
      headers: { 'idempotency-key': uuidv7() },
      body: { volunteerId: person },
    });
    expect(other).toMatchObject({ status: 403, body: { code: 'not-yours' } });
  });
});

describe('places', () => {
  it('raised move the line at once; lowered below the held take a named decision', async () => {
    const group = await people(4);
    const needId = await published({ places: 1 });
    const told = [];
    for (const person of group) told.push((await claiming.claim(needId, person)).body);
    const put = (body: object) => claiming.staff('PUT', `/v1/needs/${needId}/places`, body);
    expect((await put({ places: 3 })).body).toMatchObject({ places: 3, held: 3, waiting: 1 });
    expect(await put({ places: 2 })).toMatchObject({ status: 409, body: { code: 'places-below-held' } });
    expect((await put({ places: 2, release: [told[1].id] })).body).toMatchObject({ places: 2, held: 2, waiting: 1 });
    expect((await claims.get(`/v1/claims/${told[1].id}`)).body).toMatchObject({
      state: 'ended',
      endReason: 'places-lowered',
    });
    const events = await claims.kafka.awaitEmitted(PlacesChangedSchema, needId, 2);
    expect(events.map((event) => event.places)).toEqual([3, 2]);
  });
});

describe('a need that is moved', () => {
  const move = (needId: string, offset: number, answer: boolean) =>
    create(NeedMovedSchema, {
      needId,
      communityId: 'xishan',
      publication: 1,
      revision: 1,
      opensAt: toTimestamp(hours(-1)),
      closesAt: toTimestamp(hours(offset)),
      startsAt: toTimestamp(hours(offset)),
      endsAt: toTimestamp(hours(offset + 2)),
      releaseUntil: toTimestamp(hours(offset - 2)),
      ...(answer && { answerBy: toTimestamp(hours(2)) }),
      movedAt: toTimestamp(Temporal.Now.instant()),
    });

  it('asks its holders again; who is taken at the new time gives the place back', async () => {
    const [stays, taken, next] = (await people(3)) as [string, string, string];
    const times = {
      startsAt: toTimestamp(hours(48)),
      endsAt: toTimestamp(hours(50)),
      closesAt: toTimestamp(hours(48)),
    };
    await claiming.claim(await published(times), taken);
    const needId = await published({ places: 2 });
    const told = [];
    for (const person of [stays, taken, next]) told.push((await claiming.claim(needId, person)).body);
    await claims.kafka.deliver(move(needId, 48, true));
    await claiming.claimBecomes(told[0].id, { state: 'offered', offerSource: 'moved' });
    await claiming.claimBecomes(told[1].id, { state: 'ended', endReason: 'no-longer-fit' });
    await claiming.claimBecomes(told[2].id, { state: 'held' });
    const asked = await claims.kafka.awaitEmitted(PlaceOfferedSchema, needId);
    expect(asked.map((event) => event.source)).toEqual([OfferSource.MOVED]);
    expect((await claiming.as(stays, 'POST', `/v1/claims/${told[0].id}/acceptance`)).body).toMatchObject({
      state: 'held',
    });
    await claims.kafka.awaitEmitted(PlaceConfirmedSchema, needId);
  });

  it('gives all places back where nobody is asked', async () => {
    const [person] = (await people(1)) as [string];
    const needId = await published({ places: 1 });
    const held = await claiming.claim(needId, person);
    await claims.kafka.deliver(move(needId, 72, false));
    await claiming.claimBecomes(held.body.id, { state: 'ended', endReason: 'moved' });
  });
});

describe('staff', () => {
  it('take a place back late, for a reason, and put somebody first in line', async () => {
    const [holder, first, second] = (await people(3)) as [string, string, string];
    const needId = await published({ places: 1, releaseUntil: toTimestamp(hours(-0.5)) });
    const held = await claiming.claim(needId, holder);
    const waiting = [(await claiming.claim(needId, first)).body, (await claiming.claim(needId, second)).body];
    const late = await claiming.as(holder, 'DELETE', `/v1/claims/${held.body.id}`);
    expect(late).toMatchObject({ status: 409, body: { code: 'release-closed' } });
    const raised = await claiming.staff('PUT', `/v1/claims/${waiting[1].id}/priority`, {
      priority: 5,
      reason: '会护理',
    });
    expect(raised).toMatchObject({ status: 200, body: { position: 1 } });
    const released = await claiming.staff('POST', `/v1/claims/${held.body.id}/release`, { reason: '生病' });
    expect(released).toMatchObject({ status: 200, body: { state: 'ended', endReason: 'staff' } });
    await claiming.claimBecomes(waiting[1].id, { state: 'held' });
    const deeds = await claiming.query<{ deed: string; reason: string }>(
      `SELECT deed, reason FROM claim_deeds WHERE claim_id = ANY($1) ORDER BY done_at`,
      [[held.body.id, waiting[1].id]],
    );
    expect(deeds.map(({ deed }) => deed)).toEqual(['priority', 'release']);
    expect(deeds.every(({ reason }) => !reason.includes('生病'))).toBe(true);
    const again = await claiming.staff('PUT', `/v1/claims/${waiting[1].id}/priority`, { priority: 5, reason: 'x' });
    expect(again).toMatchObject({ status: 409, body: { code: 'not-waiting' } });
  });
});
