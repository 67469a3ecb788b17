import { AttendanceMissedSchema, Dispatch, VolunteerChangedSchema } from '@huying/contracts';
import { eventually, TestService, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { volunteerService } from '../src/index.js';
import { endsAt, needCompleted, needPublished, placeHeld, placeReleased, startsAt } from './neighbours.js';

let service: TestService;
const as = (subject: string): TokenWish => ({ role: 'volunteer', subject });
let registered = 0;

beforeAll(async () => {
  service = await TestService.start(volunteerService);
  service.clock.set(startsAt);
});
afterAll(() => service.stop());

/** Somebody new. */
async function aVolunteer(fields: object = {}): Promise<string> {
  const id = `m-${++registered}`;
  const phone = `+86139000030${String(registered).padStart(2, '0')}`;
  const answer = await service.post('/v1/volunteers', { id, name: id, phone, birthDate: '1990-01-01', ...fields });
  expect(answer.status).toBe(201);
  return id;
}

const stateOf = async (claimId: string) => (await service.get(`/v1/attendances/${claimId}`)).body.state as string;
const becomes = (claimId: string, state: string) => eventually(async () => expect(await stateOf(claimId)).toBe(state));
const own = async (id: string) => (await service.get(`/v1/volunteers/${id}`, { as: as(id) })).body as object;

/** A service is done to which somebody who held a place did not come. */
async function missed(volunteerId: string): Promise<string> {
  const needId = uuidv7();
  const held = placeHeld(needId, volunteerId);
  await service.kafka.deliver(needPublished(needId), held);
  await becomes(held.claimId, 'expected');
  await service.kafka.deliver(needCompleted(needId));
  await becomes(held.claimId, 'missed');
  return held.claimId;
}

describe('a service that is missed', () => {
  it('is told, also to the volunteer; the second one blocks, until staff lift it', async () => {
    const id = await aVolunteer();
    const first = await missed(id);
    expect(await own(id)).toMatchObject({ missedServices: 1, blockedSince: null });
    const second = await missed(id);
    expect(await own(id)).toMatchObject({
      missedServices: 2,
      blockedSince: endsAt.toString({ smallestUnit: 'millisecond' }),
    });
    const changes = await service.kafka.awaitEmitted(VolunteerChangedSchema, id);
    expect(changes).toMatchObject([{ version: 2, fitness: { blocked: true } }]);
    for (const claimId of [first, second]) {
      expect(await service.kafka.awaitEmitted(AttendanceMissedSchema, claimId)).toMatchObject([{ volunteerId: id }]);
    }
    const feed = await service.get('/v1/feed/entries', { as: as(id) });
    const told = (feed.body.items as { type: string; details: object }[]).filter(
      ({ type }) => type === 'attendance-missed',
    );
    expect(told.map(({ details }) => details)).toEqual([
      { claimId: second, blocked: true },
      { claimId: first, blocked: false },
    ]);

    const lifting = `/v1/volunteers/${id}/block-lifting`;
    expect(await service.post(lifting, { reason: 'x' }, { as: as(id) })).toMatchObject({
      status: 403,
      body: { code: 'permission-missing' },
    });
    expect(await service.post(lifting, { reason: '家里有急事' })).toMatchObject({
      status: 201,
      body: { missedServices: 0, blockedSince: null, version: 3 },
    });
    expect(await service.kafka.awaitEmitted(VolunteerChangedSchema, id, 2)).toMatchObject([
      { fitness: { blocked: true } },
      { fitness: { blocked: false } },
    ]);
    expect(await service.post(lifting, { reason: 'x' })).toMatchObject({
      status: 409,
      body: { code: 'volunteer-not-blocked' },
    });
    await missed(id);
    expect(await own(id)).toMatchObject({ missedServices: 1, blockedSince: null });
  });

  it('is none for whoever came, or gave the place back', async () => {
    const [came, gave] = [await aVolunteer(), await aVolunteer()];
    const needId = uuidv7();
    const [kept, given] = [placeHeld(needId, came), placeHeld(needId, gave)];
    await service.kafka.deliver(needPublished(needId), kept, given, placeReleased(given));
    await becomes(given.claimId, 'released');
    await eventually(async () =>
      expect((await service.post(`/v1/attendances/${kept.claimId}/check-in`, {})).status).toBe(201),
    );
    await service.kafka.deliver(needCompleted(needId));
    await missed(await aVolunteer()); // by then the completion before it has been heard of
    expect([await stateOf(kept.claimId), await stateOf(given.claimId)]).toEqual(['checked-in', 'released']);
    for (const id of [came, gave]) expect(await own(id)).toMatchObject({ missedServices: 0 });
  });

  it('was none after all when staff note that the volunteer had come', async () => {
    const id = await aVolunteer();
    await missed(id);
    const claimId = await missed(id);
    expect(await own(id)).toMatchObject({ missedServices: 2 });
    service.clock.set(endsAt.add({ hours: 1 }));
    const noted = await service.post(`/v1/attendances/${claimId}/check-in`, { at: startsAt.toString() });
    service.clock.set(startsAt);
    expect(noted).toMatchObject({ status: 201, body: { state: 'checked-in' } });
    expect(await own(id)).toMatchObject({ missedServices: 1, blockedSince: null });
  });

  it('does not exist for an alert, where people come as they can', async () => {
    const id = await aVolunteer();
    const needId = uuidv7();
    const held = placeHeld(needId, id);
    await service.kafka.deliver(needPublished(needId, { dispatch: Dispatch.ALERT }), held);
    await becomes(held.claimId, 'expected');
    await service.kafka.deliver(needCompleted(needId));
    await missed(await aVolunteer());
    expect(await stateOf(held.claimId)).toBe('expected');
    expect(await own(id)).toMatchObject({ missedServices: 0 });
  });
});

describe('a training', () => {
  const trainings = [
    { code: 'first-aid', validUntil: '2028-12-31' },
    { code: 'elder-care', validUntil: null },
  ];

  it('is entered by staff, when registering and later, and told', async () => {
    const id = await aVolunteer({
      trainings: [{ code: 'first-aid', validUntil: '2028-12-31' }, { code: 'elder-care' }],
    });
    expect(await own(id)).toMatchObject({ trainings });
    const { headers } = await service.get(`/v1/volunteers/${id}`);
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    const changed = await service.request('PATCH', `/v1/volunteers/${id}`, {
      body: { trainings: [] },
      headers: ifMatch,
    });
    expect(changed).toMatchObject({ status: 200, body: { trainings: [] } });
    expect(await service.kafka.awaitEmitted(VolunteerChangedSchema, id)).toMatchObject([
      { fitness: { trainings: [] } },
    ]);
  });

  it('is not what somebody says of themself', async () => {
    const id = await aVolunteer();
    const { headers } = await service.get(`/v1/volunteers/${id}`, { as: as(id) });
    const ifMatch = { 'if-match': headers.get('etag') ?? '' };
    const patch = { as: as(id), body: { trainings }, headers: ifMatch };
    const refused = { status: 422, body: { code: 'volunteer-trainings-for-staff' } };
    expect(await service.request('PATCH', `/v1/volunteers/${id}`, patch)).toMatchObject(refused);
    const self = { name: 'x', phone: '+8613900003999', birthDate: '1990-01-01', trainings };
    expect(await service.post('/v1/volunteers', self, { as: as('m-self') })).toMatchObject(refused);
  });

  it.each([
    [{ code: 'First Aid' }],
    [{ code: 'first-aid', validUntil: '2028-02-30' }],
    [{ code: 'first-aid', until: '2028-12-31' }],
  ])('cannot be %j', async (training) => {
    const answer = await service.post('/v1/volunteers', {
      ...{ name: 'x', phone: '+8613900003998', birthDate: '1990-01-01' },
      trainings: [training],
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid-input' } });
  });

  it('comes with an import', async () => {
    const id = `m-${++registered}`;
    const line = { id, name: id, phone: '+8613900003997', birthDate: '1990-01-01', trainings };
    const answer = await service.request('POST', '/v1/volunteers/import', {
      body: `${JSON.stringify(line)}\n`,
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect(answer.text).toContain('registered');
    expect(await own(id)).toMatchObject({ trainings, missedServices: 0, blockedSince: null });
  });
});
