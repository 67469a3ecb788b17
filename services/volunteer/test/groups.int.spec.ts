import { GroupFormedSchema, GroupJoinedSchema, GroupLeftSchema } from '@huying/contracts';
import { TestService, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { volunteerService } from '../src/index.js';

let service: TestService;
const as = (subject: string): TokenWish => ({ role: 'volunteer', subject });

beforeAll(async () => {
  service = await TestService.start(volunteerService);
  for (const id of ['g-1', 'g-2', 'g-3']) {
    await service.post('/v1/volunteers', {
      id,
      name: id,
      phone: `+8613900000${id.slice(2).padStart(3, '0')}`,
      birthDate: '1990-01-01',
    });
  }
});

afterAll(() => service.stop());

const formed = async (name: string): Promise<string> => (await service.post('/v1/groups', { name })).body.id as string;

describe('a volunteer group', () => {
  it('is formed by staff under a name of its own', async () => {
    const answer = await service.post('/v1/groups', { name: '红帮帮团', description: '修修补补 🔧' });
    expect(answer).toMatchObject({ status: 201, body: { name: '红帮帮团', members: 0 } });
    await expect(service.kafka.awaitEmitted(GroupFormedSchema, answer.body.id)).resolves.toMatchObject([
      { name: '红帮帮团', communityId: 'xishan' },
    ]);
    await expect(service.post('/v1/groups', { name: ' 红帮帮团' })).resolves.toMatchObject({
      status: 409,
      body: { code: 'group-name-taken' },
    });
    await expect(
      service.post('/v1/groups', { name: '红帮帮团' }, { as: { community: 'nanmen' } }),
    ).resolves.toMatchObject({ status: 201 });
    await expect(service.post('/v1/groups', { name: '\u0000' })).resolves.toMatchObject({ status: 422 });
    await expect(service.post('/v1/groups', { name: 'x', description: '\u0000' })).resolves.toMatchObject({
      status: 422,
    });
    await expect(service.post('/v1/groups', { name: '志愿者的组' }, { as: as('g-1') })).resolves.toMatchObject({
      status: 403,
    });
  });

  it('is joined and left by volunteers themselves; again changes nothing', async () => {
    const id = await formed('自由进出');
    const path = `/v1/groups/${id}/members/g-1`;
    for (let times = 0; times < 2; times += 1) {
      await expect(service.request('PUT', path, { as: as('g-1') })).resolves.toMatchObject({ status: 204 });
    }
    await expect(service.get(`/v1/groups/${id}`)).resolves.toMatchObject({ body: { members: 1 } });
    await expect(service.get('/v1/volunteers/g-1')).resolves.toMatchObject({ body: { groupIds: [id] } });
    for (let times = 0; times < 2; times += 1) {
      await expect(service.request('DELETE', path, { as: as('g-1') })).resolves.toMatchObject({ status: 204 });
    }
    await service.kafka.awaitEmitted(GroupLeftSchema, id);
    expect(service.kafka.emitted(GroupJoinedSchema, id)).toMatchObject([{ volunteerId: 'g-1' }]);
    expect(service.kafka.emitted(GroupLeftSchema, id)).toMatchObject([{ volunteerId: 'g-1' }]);
  });

  it('is joined by nobody for another, except through staff, and only by active volunteers', async () => {
    const id = await formed('守规矩');
    const put = (volunteerId: string, who?: TokenWish) =>
      service.request('PUT', `/v1/groups/${id}/members/${volunteerId}`, { as: who });
    await expect(put('g-2', as('g-1'))).resolves.toMatchObject({ status: 403, body: { code: 'not-yours' } });
    await expect(put('g-2')).resolves.toMatchObject({ status: 204 });
    await expect(put('nobody')).resolves.toMatchObject({ status: 404 });
    await expect(put('g-2', { community: 'nanmen' })).resolves.toMatchObject({ status: 404 });
    await service.post('/v1/volunteers/g-3/suspension', { reason: 'x' });
    await expect(put('g-3')).resolves.toMatchObject({ status: 409, body: { code: 'group-volunteer-not-active' } });
  });

  it('shows its members to staff, page by page', async () => {
    const id = await formed('成员名单');
    for (const one of ['g-1', 'g-2']) await service.request('PUT', `/v1/groups/${id}/members/${one}`);
    const first = await service.get(`/v1/groups/${id}/members?limit=1`);
    const second = await service.get(`/v1/groups/${id}/members?limit=1&cursor=${first.body.nextCursor}`);
    expect([...first.body.items, ...second.body.items].map(({ volunteerId }) => volunteerId).sort()).toEqual([
      'g-1',
      'g-2',
    ]);
    expect(second.body.nextCursor).toBeNull();
    await expect(service.get(`/v1/groups/${id}/members`, { as: as('g-1') })).resolves.toMatchObject({ status: 403 });
    await expect(service.get(`/v1/groups/${id}/members`, { as: { community: 'nanmen' } })).resolves.toMatchObject({
      status: 404,
    });
  });

  it('is listed for everybody of the community', async () => {
    const answer = await service.get('/v1/groups?limit=100', { as: { role: 'resident', subject: 'r-1' } });
    expect(answer.body.items.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['红帮帮团', '成员名单']),
    );
    await expect(service.get('/v1/groups/not-a-uuid')).resolves.toMatchObject({ status: 400 });
  });
});
