import { create } from '@bufbuild/protobuf';
import {
  AlertStoodDownSchema,
  Dispatch,
  DrawHeldSchema,
  GroupJoinedSchema,
  NeedMovedSchema,
  OfferSource,
  PlaceConfirmedSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlacesChangedSchema,
  PlacesOpenedSchema,
  SightingReportedSchema,
  toTimestamp,
  Wave,
  WaveReachedSchema,
} from '@huying/contracts';
import { eventually, TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { faultsOf } from '../src/draws/draw.js';
import { v7 as uuidv7 } from 'uuid';
import { holdDraw } from '../src/draws/hold-draw.js';
import { claimService } from '../src/index.js';
import { PoolHand } from '../src/places/pool-hand.js';
import { Pools } from '../src/pools/pools.js';
import { aNeed, Claiming, hours, requirements } from './support.js';

let claims: TestService;
let claiming: Claiming;

beforeAll(async () => {
  claims = await TestService.start(claimService);
  claiming = new Claiming(claims);
});
afterEach(() => claims.clock.release());
afterEach(() => claiming.ensureSound());
afterAll(() => claims.stop());

const people = (...wish: Parameters<Claiming['people']>) => claiming.people(...wish);
const published = (fields: Parameters<typeof aNeed>[0]) => claiming.published(aNeed(fields));

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
      places: 4,
      dispatch: Dispatch.WAVES,
      groupIds: [groupId],
      requirements: requirements({ preferredSkills: ['first-aid'] }),
      waves: { groupsAt: toTimestamp(hours(1)), everyoneAt: toTimestamp(hours(2)) } as never,
    });
    const refused = { status: 403, body: { code: 'wave-not-reached' } };
    expect(await claiming.claim(needId, member)).toMatchObject(refused);
    expect(await claiming.claim(needId, anyone)).toMatchObject(refused);
    expect((await claiming.claim(needId, skilled)).status).toBe(201);
    const team = () =>
      claims.request('POST', `/v1/needs/${needId}/team-claims`, {
        as: { role: 'organisation', subject: 'aixin' },
        headers: { 'idempotency-key': uuidv7() },
        body: { places: 1 },
      });
    expect(await team()).toMatchObject(refused);

    claims.clock.set(hours(1.5));
    expect(await team()).toMatchObject(refused);
    expect(await claiming.claim(needId, anyone)).toMatchObject(refused);
    expect((await claiming.claim(needId, member)).status).toBe(201);

    claims.clock.set(hours(2.5));
    expect((await claiming.claim(needId, anyone)).status).toBe(201);
    expect(await team()).toMatchObject({ status: 201 });
    await eventually(() => {
      const reached = claims.kafka.emitted(WaveReachedSchema, needId);
      expect(reached).toContainEqual(expect.objectContaining({ wave: Wave.EVERYONE, publication: 1 }));
    });
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
    // They cannot claim: nobody waits for them.
    await people(1, { skills: [skill], consents: [] });
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

  it('is held anew, with everybody, when a process whose clock is behind took an application after the applicants were read', async () => {
    const [soon, late] = (await people(2)) as [string, string];
    const needId = await published({ places: 1, dispatch: Dispatch.DRAW, drawAt: toTimestamp(hours(1)) });
    const told = [(await claiming.claim(needId, soon)).body.id];
    const { app, database } = claims.service;
    const hand = app.get(PoolHand, { strict: false });
    const keys = await app.get(Pools, { strict: false }).keysOf('xishan');
    const ahead = Object.create(hand) as PoolHand;
    ahead.run = async (...wish) => {
      if (told.length === 1) told.push((await claiming.claim(needId, late)).body.id);
      return hand.run(...wish);
    };
    await holdDraw({ database, hand: ahead }, keys!, needId);
    expect((await claims.get(`/v1/needs/${needId}/draw`)).body).toMatchObject({ seed: null, order: [] });
    claims.clock.set(hours(1.1));
    const [drawn] = await claims.kafka.awaitEmitted(DrawHeldSchema, needId);
    expect(drawn!.applicants.map(({ claimId }) => claimId).sort()).toEqual(told.sort());
    const [held, waiting] = drawn!.order.map((index) => drawn!.applicants[index]!.claimId);
    await claiming.claimBecomes(held!, { state: 'held' });
    const path = `/v1/claims/${waiting}/priority`;
    const sooner = await claiming.staff('PUT', path, { priority: 8, reason: 'A reason.' });
    expect(sooner).toMatchObject({ status: 409, body: { code: 'order-drawn' } });
  });

  it('gives fewer lots to those who had places lately', async () => {
    const [busy, rested] = (await people(2)) as [string, string];
    for (const offset of [30, 40]) {
      const times = { startsAt: toTimestamp(hours(offset)), endsAt: toTimestamp(hours(offset + 1)) };
      await claiming.claim(await published(times), busy);
    }
    const needId = await published({ dispatch: Dispatch.DRAW, drawAt: toTimestamp(hours(1)) });
    const [one, two] = [await claiming.claim(needId, busy), await claiming.claim(needId, rested)];
    expect([one.body, two.body]).toMatchObject([{ state: 'applied' }, { state: 'applied' }]);
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

  it('leaves a team its seats, for which somebody is named who can come then', async () => {
    const [person] = (await people(1)) as [string];
    const needId = await published({ places: 3 });
    const as = { role: 'organisation', subject: 'aixin' } as const;
    const headers = { 'idempotency-key': uuidv7() };
    const team = await claims.request('POST', `/v1/needs/${needId}/team-claims`, { as, headers, body: { places: 2 } });
    const held = await claiming.claim(needId, person);
    await claims.kafka.deliver(move(needId, 48, true));
    await claiming.claimBecomes(held.body.id, { state: 'offered', offerSource: 'moved' });
    for (const { id } of team.body.items) await claiming.claimBecomes(id, { state: 'held' });
  });

  it('gives all places back where nobody is asked', async () => {
    const [person] = (await people(1)) as [string];
    const needId = await published({ places: 1 });
    const held = await claiming.claim(needId, person);
    await claims.kafka.deliver(move(needId, 72, false));
    await claiming.claimBecomes(held.body.id, { state: 'ended', endReason: 'moved' });
  });
});
