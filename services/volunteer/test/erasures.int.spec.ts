import { create } from '@bufbuild/protobuf';
import {
  ClaimPersonErasedSchema,
  DeliberationPersonErasedSchema,
  GroupLeftSchema,
  MediationPersonErasedSchema,
  OrganizationPersonErasedSchema,
  PersonErasedSchema,
  toTimestamp,
  VolunteerErasedSchema,
  VolunteerRegisteredSchema,
} from '@huying/contracts';
import { eventually, runNow, TestService, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { volunteerService } from '../src/index.js';
import { needPublished, placeHeld, startsAt } from './neighbours.js';

let service: TestService;
let number = 0;
const REASON = { reason: 'consent-withdrawn' };
const as = (subject: string): TokenWish => ({ role: 'volunteer', subject });
const phone = () => `+86137${String((number += 1)).padStart(8, '0')}`;

beforeAll(async () => {
  service = await TestService.start(volunteerService);
});
beforeEach(() => service.clock.set(startsAt.subtract({ hours: 24 })));
afterAll(() => service.stop());

async function aVolunteer(fields: object = {}): Promise<string> {
  const id = `e-${uuidv7()}`;
  const wish = { id, name: '沈小满', phone: phone(), birthDate: '1990-05-17', ...fields };
  expect((await service.post('/v1/volunteers', wish)).status).toBe(201);
  return id;
}
const erase = (id: string, who: TokenWish = as(id), more: object = {}) =>
  service.post(`/v1/volunteers/${id}/erasure`, { ...REASON, ...more }, { as: who });
const register = (id: string) =>
  service.post('/v1/volunteers', { name: '新', phone: phone(), birthDate: '1991-01-01' }, { as: as(id) });
const answersTo = (erasureId: string) =>
  [
    PersonErasedSchema,
    ClaimPersonErasedSchema,
    OrganizationPersonErasedSchema,
    MediationPersonErasedSchema,
    DeliberationPersonErasedSchema,
  ].map((schema) => create(schema, { erasureId, communityId: 'xishan', parts: [], erasedAt: toTimestamp(startsAt) }));
async function complete(erasureId: string): Promise<void> {
  await service.kafka.deliver(...answersTo(erasureId));
  await eventually(async () =>
    expect((await service.get(`/v1/erasures/${erasureId}`)).body).toMatchObject({ state: 'complete' }),
  );
}
async function placeOf(volunteerId: string): Promise<string> {
  const needId = uuidv7();
  const held = placeHeld(needId, volunteerId);
  await service.kafka.deliver(needPublished(needId), held);
  await eventually(async () =>
    expect((await service.get(`/v1/attendances/${held.claimId}`)).body).toMatchObject({ activity: expect.any(String) }),
  );
  return held.claimId;
}

describe('erasing a volunteer', () => {
  it('removes them from the groups, tells the others, and is complete when all have answered', async () => {
    const groupId = (await service.post('/v1/groups', { name: uuidv7() })).body.id as string;
    const id = await aVolunteer({ groupIds: [groupId] });
    const answer = await erase(id);
    expect(answer).toMatchObject({
      status: 201,
      body: { state: 'under-way', subject: 'volunteer', completedAt: null },
    });
    const erasureId = answer.body.id as string;
    await expect(service.kafka.awaitEmitted(GroupLeftSchema, groupId)).resolves.toMatchObject([{ volunteerId: id }]);
    const [erased] = await service.kafka.awaitEmitted(VolunteerErasedSchema, id);
    expect(erased).toMatchObject({ erasureId, version: 2, communityId: 'xishan' });
    expect((await service.get(`/v1/volunteers/${id}`)).status).toBe(404);
    const [last, ...others] = answersTo(erasureId);
    // Told twice, an answer counts once.
    await service.kafka.deliver(...others, ...others.slice(0, 1));
    await eventually(async () =>
      expect((await service.get(`/v1/erasures/${erasureId}`)).body.services).toMatchObject([
        { service: 'volunteer', state: 'erased', removed: [{ rule: 'volunteers', rows: 1 }] },
        { service: 'request', state: 'awaited' },
        ...['claim', 'organization', 'mediation', 'deliberation'].map((name) => ({ service: name, state: 'erased' })),
      ]),
    );
    expect((await service.get(`/v1/erasures/${erasureId}`)).body.state).toBe('under-way');
    await service.kafka.deliver(last!);
    await complete(erasureId);
  });

  it('again gives the same report, to themself and to staff, and to nobody else', async () => {
    const id = await aVolunteer();
    const { id: erasureId } = (await erase(id)).body as { id: string };
    expect((await erase(id)).body).toMatchObject({ id: erasureId });
    expect((await erase(id, { role: 'staff', subject: 's-1' })).body).toMatchObject({ id: erasureId });
    expect((await service.get(`/v1/erasures/${erasureId}`, { as: as(id) })).status).toBe(200);
    expect((await service.get(`/v1/erasures/${erasureId}`, { as: as('e-other') })).status).toBe(404);
    const elsewhere: TokenWish = { role: 'staff', subject: 's-1', community: 'nanmen' };
    expect((await service.get(`/v1/erasures/${erasureId}`, { as: elsewhere })).status).toBe(404);
    expect((await erase(id, elsewhere)).status).toBe(404);
  });

  it('is refused to others, and without a ground of the law', async () => {
    const id = await aVolunteer();
    expect((await erase(id, as('e-other'))).body.code).toBe('not-yours');
    expect((await service.post(`/v1/volunteers/${id}/erasure`, { reason: '不想干了' })).status).toBe(422);
    expect((await service.get(`/v1/volunteers/${id}`)).status).toBe(200);
  });

  it('is refused while a place is held, unless it is given back; of what is over nothing is to be given back', async () => {
    const [id, other] = [await aVolunteer(), await aVolunteer()];
    await placeOf(id);
    await placeOf(other);
    expect((await erase(id)).body).toMatchObject({
      code: 'erasure-places-held',
      detail: expect.stringContaining(' 1 '),
    });
    expect((await erase(id, as(id), { releasePlaces: true })).status).toBe(201);
    service.clock.set(startsAt.add({ hours: 24 }));
    expect((await erase(other)).status).toBe(201);
  });

  it('is refused to whoever is at a service', async () => {
    const id = await aVolunteer();
    const claimId = await placeOf(id);
    service.clock.set(startsAt);
    expect((await service.post(`/v1/attendances/${claimId}/check-in`, {})).status).toBe(201);
    expect((await erase(id, as(id), { releasePlaces: true })).body.code).toBe('erasure-on-duty');
  });

  it('is no way round a suspension', async () => {
    const id = await aVolunteer();
    await service.post(`/v1/volunteers/${id}/suspension`, { reason: '骂人' });
    await complete((await erase(id)).body.id as string);
    expect((await register(id)).body.code).toBe('volunteer-suspended');
    const [row] = await service.service.database.read.query<object[]>(`SELECT * FROM erased_volunteers WHERE id = $1`, [
      id,
    ]);
    expect(row).toMatchObject({ suspended: true, version: 3 });
  });
});

describe('whoever was erased', () => {
  it('comes back when it is complete, under a higher version, also by an import', async () => {
    const [one, other] = [await aVolunteer(), await aVolunteer()];
    for (const [id, come] of [
      [one, register],
      [
        other,
        (id: string) =>
          service.post(
            '/v1/volunteers/import',
            `${JSON.stringify({ id, name: '新', phone: phone(), birthDate: '1991-01-01' })}\n`,
            {
              headers: { 'content-type': 'application/x-ndjson' },
            },
          ),
      ],
    ] as const) {
      const erasureId = (await erase(id)).body.id as string;
      expect((await come(id)).text).toContain('erasure-under-way');
      await complete(erasureId);
      expect((await come(id)).status).toBeLessThan(300);
      expect((await service.get(`/v1/volunteers/${id}`)).body).toMatchObject({ name: '新', version: 3 });
      await eventually(async () =>
        expect(await service.kafka.awaitEmitted(VolunteerRegisteredSchema, id)).toMatchObject([
          { version: 1 },
          { version: 3 },
        ]),
      );
    }
  });
});

describe('whoever left', () => {
  it('is erased three years later by itself', async () => {
    const [id, staying] = [await aVolunteer(), await aVolunteer()];
    await service.post(`/v1/volunteers/${id}/departure`, {}, { as: as(id) });
    service.clock.advance({ hours: 1_094 * 24 });
    await runNow(service, 'erase-who-left');
    expect((await service.get(`/v1/volunteers/${id}`)).status).toBe(200);
    service.clock.advance({ hours: 2 * 24 });
    await runNow(service, 'erase-who-left');
    expect((await service.get(`/v1/volunteers/${id}`)).status).toBe(404);
    expect((await service.get(`/v1/volunteers/${staying}`)).status).toBe(200);
    await expect(service.kafka.awaitEmitted(VolunteerErasedSchema, id)).resolves.toHaveLength(1);
  });
});
