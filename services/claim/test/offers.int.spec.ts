import {
  EndReason,
  OfferEndedSchema,
  PassedOverSchema,
  PlaceHandedOverSchema,
  PlaceOfferedSchema,
  toTimestamp,
} from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { claimService } from '../src/index.js';
import { aNeed, Claiming, hours } from './support.js';

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

  it('that the volunteer gives back like a place is declined', async () => {
    const [person] = (await people(1)) as [string];
    const needId = await published({ places: 1 });
    const offered = await claiming.staff('POST', `/v1/needs/${needId}/offers`, { volunteerId: person });
    const given = await claiming.as(person, 'DELETE', `/v1/claims/${offered.body.id}`);
    expect(given).toMatchObject({ status: 200, body: { state: 'ended', endReason: 'declined' } });
    expect(await claims.kafka.awaitEmitted(OfferEndedSchema, needId)).toMatchObject([{ reason: EndReason.DECLINED }]);
  });
});

describe('a key of an offer', () => {
  it('is for one volunteer, one time to answer and one place', async () => {
    const [one, other] = (await people(2)) as [string, string];
    const needId = await published({ places: 3 });
    const key = uuidv7();
    const offer = (volunteerId: string, minutes = 60) =>
      claiming.staff('POST', `/v1/needs/${needId}/offers`, { volunteerId, minutes }, key);
    const both = await Promise.all([offer(one), offer(other)]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 422]);
    const [taken, refused] = both[0]?.status === 201 ? [one, other] : [other, one];
    expect(await offer(refused)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await offer(taken, 30)).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await offer(taken)).toMatchObject({ status: 201, body: { state: 'offered', volunteerId: taken } });
  });

  it('may be that of a claim of the volunteer: neither is taken for the other', async () => {
    const [person] = (await people(1)) as [string];
    const needId = await published({ places: 2 });
    const key = uuidv7();
    const claim = await claiming.claim(needId, person, key);
    await claiming.as(person, 'DELETE', `/v1/claims/${claim.body.id}`);
    const offered = await claiming.staff('POST', `/v1/needs/${needId}/offers`, { volunteerId: person }, key);
    expect(offered).toMatchObject({ status: 201, body: { state: 'offered' } });
    expect(offered.body.id).not.toBe(claim.body.id);
    expect((await claiming.claim(needId, person, key)).body.id).toBe(claim.body.id);
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
    const again = await agree(party, group[2]!);
    expect(again.body).toEqual(last.body);
    // Whoever repeats it is told so: the number in the log is that of the first time.
    expect([last, again].map(({ headers }) => headers.get('idempotency-replayed'))).toEqual([null, 'true']);
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

  it('are not held up by somebody who used the name of the party as a key of their own', async () => {
    const [a, b] = (await people(2)) as [string, string];
    const needId = await published({ places: 2 });
    const party = await open(needId, [a, b]);
    const alone = await claiming.claim(needId, b, `party:${party.id}`);
    await claiming.as(b, 'DELETE', `/v1/claims/${alone.body.id}`);
    const epoch = () => claiming.query(`SELECT epoch FROM pools WHERE pool = 'xishan'`);
    const before = await epoch();
    expect((await agree(party, b)).body.members).toMatchObject([{ state: 'held' }, { state: 'held' }]);
    expect(await epoch()).toEqual(before);
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

  it('gives back a seat that it has nobody for, but no other’s and no volunteer’s place', async () => {
    const [person] = (await people(1)) as [string];
    const needId = await published({ places: 3 });
    const { items } = (await organisation('POST', `/v1/needs/${needId}/team-claims`, { places: 2 })).body;
    const alone = await claiming.claim(needId, person);
    const back = (id: string, subject = 'aixin') =>
      claims.request('DELETE', `/v1/claims/${id}`, { as: { role: 'organisation', subject } });
    expect(await back(items[0].id, 'another')).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(await back(alone.body.id)).toMatchObject({ status: 403, body: { code: 'not-yours' } });
    expect(await back(items[0].id)).toMatchObject({ status: 200, body: { state: 'ended', endReason: 'volunteer' } });
    expect((await claims.get(`/v1/needs/${needId}/places`)).body).toMatchObject({ places: 3, held: 2 });
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
