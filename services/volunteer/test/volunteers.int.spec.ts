import { GroupLeftSchema, VolunteerChangedSchema, VolunteerRegisteredSchema, VolunteerState } from '@huying/contracts';
import { TestService, type TestAnswer, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { volunteerService } from '../src/index.js';

let service: TestService;

beforeAll(async () => {
  service = await TestService.start(volunteerService);
});

afterAll(() => service.stop());

let number = 0;
const newPhone = () => `+86138${String((number += 1)).padStart(8, '0')}`;
const as = (subject: string, community = 'xishan'): TokenWish => ({ role: 'volunteer', subject, community });
const profile = (over: object = {}) => ({ name: '沈小满', phone: newPhone(), birthDate: '1990-05-17', ...over });
const register = (subject: string, over: object = {}): Promise<TestAnswer> =>
  service.post('/v1/volunteers', profile(over), { as: as(subject) });

describe('registering', () => {
  it('makes the token’s subject a volunteer and tells what others must know, without name and telephone', async () => {
    const answer = await register('v-1', {
      skills: ['first-aid'],
      hometown: '330481',
      partyMember: true,
      consents: ['privacy-notice'],
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: 'v-1',
        version: 1,
        state: 'active',
        partyMember: true,
        consents: [{ code: 'privacy-notice' }],
        groupIds: [],
      },
    });
    expect(answer.headers.get('etag')).toMatch(/^"1\b/);
    const [registered] = await service.kafka.awaitEmitted(VolunteerRegisteredSchema, 'v-1');
    expect(registered).toMatchObject({
      communityId: 'xishan',
      version: 1,
      fitness: {
        state: VolunteerState.ACTIVE,
        skills: ['first-aid'],
        hometown: '330481',
        birthDate: '1990-05-17',
        consents: ['privacy-notice'],
      },
    });
    expect(
      JSON.stringify(registered, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    ).not.toMatch(/沈小满|138/);
  });

  it('keeps name, telephone, birth date, identity number and party membership encrypted', async () => {
    await register('v-enc', { name: '钱塘江', idNumber: '330481199005170015', partyMember: true });
    const [row] = await service.service.database.dataSource.query<Record<string, unknown>[]>(
      `SELECT name, phone, birth_date, id_number, party_member FROM volunteers WHERE id = 'v-enc'`,
    );
    expect(Object.values(row ?? {})).toEqual(Array(5).fill(expect.stringMatching(/^v1\.aesgcm256\./)));
    const shown = await service.get('/v1/volunteers/v-enc', { as: as('v-enc') });
    expect(shown.body).toMatchObject({ name: '钱塘江', idNumber: '**************0015' });
  });

  it('is refused a second time, also when both come at once', async () => {
    const answers = await Promise.all([register('v-twice'), register('v-twice'), register('v-twice')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect((await register('v-twice')).body).toMatchObject({ code: 'volunteer-already-registered' });
  });

  it.each([
    ['a child', { birthDate: '2020-01-01' }, 'volunteer-too-young'],
    ['a birth date to come', { birthDate: '2999-01-01' }, 'volunteer-birth-date-impossible'],
    ['somebody else’s id', { id: 'v-9' }, 'volunteer-id-for-staff'],
    ['a group that does not exist', { groupIds: ['019a0000-0000-7000-8000-000000000000'] }, 'volunteer-unknown-group'],
    ['an identity number of another day', { idNumber: '11010519491231002X' }, 'volunteer-id-number-mismatch'],
  ])('is refused with %s', async (_, over, code) => {
    await expect(register('v-refused', over)).resolves.toMatchObject({ status: 422, body: { code } });
  });

  it.each(['王大爷', 'v/../1', 'v 1', 'v'.repeat(101)])(
    'is refused to the account %s, which no path can name',
    async (subject) => {
      const refused = { status: 422, body: { code: 'volunteer-subject-unfit' } };
      await expect(register(subject)).resolves.toMatchObject(refused);
    },
  );

  it('names every violation of the input by its pointer', async () => {
    const answer = await register('v-bad', {
      name: '\u0007',
      phone: '12',
      birthDate: '1990-02-30',
      skills: ['Robert"); DROP TABLE volunteers;--'],
      availability: [{ weekday: 8, from: '10:00', until: '09:00' }],
      idNumber: '330481199005170011',
      nickname: 'x',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual(
      expect.arrayContaining([
        '/name',
        '/phone',
        '/birthDate',
        '/skills',
        '/availability/0/weekday',
        '/availability/0/until',
        '/idNumber',
        '/nickname',
      ]),
    );
  });

  it('of people without an account is for staff, and knows them again by telephone and name', async () => {
    const phone = newPhone();
    const first = await service.post('/v1/volunteers', profile({ name: '周 阿姨', phone }));
    expect(first).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^[0-9a-f-]{36}$/) } });
    await expect(service.post('/v1/volunteers', profile({ name: '周阿姨', phone }))).resolves.toMatchObject({
      status: 409,
      body: { code: 'volunteer-already-registered' },
    });
    await expect(service.post('/v1/volunteers', profile({ name: '吴叔叔', phone }))).resolves.toMatchObject({
      status: 409,
      body: { code: 'volunteer-phone-taken' },
    });
    await expect(service.post('/v1/volunteers', profile({ name: '吴叔叔', phone, id: 'v-wu' }))).resolves.toMatchObject(
      {
        status: 201,
      },
    );
  });

  it('is a matter of each community: the same person may be a volunteer of two', async () => {
    await register('v-two');
    await expect(service.post('/v1/volunteers', profile(), { as: as('v-two', 'nanmen') })).resolves.toMatchObject({
      status: 201,
    });
  });
});

describe('a volunteer’s record', () => {
  it('is for the volunteer and staff; to others it is not theirs, in other communities it does not exist', async () => {
    await register('v-own');
    await expect(service.get('/v1/volunteers/v-own', { as: as('v-own') })).resolves.toMatchObject({ status: 200 });
    await expect(service.get('/v1/volunteers/v-own')).resolves.toMatchObject({ status: 200 });
    await expect(service.get('/v1/volunteers/v-own', { as: as('v-other') })).resolves.toMatchObject({
      status: 403,
      body: { code: 'not-yours' },
    });
    await expect(service.get('/v1/volunteers/v-own', { as: { community: 'nanmen' } })).resolves.toMatchObject({
      status: 404,
    });
    await expect(service.get('/v1/volunteers/%00%27%3B--', {})).resolves.toMatchObject({ status: 404 });
    await expect(
      service.get('/v1/volunteers/v-own', { as: { role: 'resident', subject: 'v-own' } }),
    ).resolves.toMatchObject({ status: 403 });
  });

  it('changes with the version it rests on, and tells it with the next version', async () => {
    await register('v-patch', { consents: ['privacy-notice'] });
    const path = '/v1/volunteers/v-patch';
    const patch = (body: object, version?: string) =>
      service.request('PATCH', path, { as: as('v-patch'), body, headers: version ? { 'if-match': version } : {} });
    await expect(patch({ skills: ['piano'] })).resolves.toMatchObject({ status: 428 });
    await expect(patch({ skills: ['piano'] }, '"7"')).resolves.toMatchObject({ status: 412 });
    const changed = await patch(
      {
        skills: ['piano'],
        consents: ['privacy-notice', 'photo'],
        availability: [{ weekday: 6, from: '09:00', until: '11:00' }],
      },
      '"1"',
    );
    expect(changed).toMatchObject({ status: 200, body: { version: 2, skills: ['piano'] } });
    await expect(patch({ phone: null, birthDate: null }, '"2"')).resolves.toMatchObject({ status: 422 });
    const again = await patch({ skills: ['piano'], availability: changed.body.availability }, '"2"');
    expect(again).toMatchObject({ status: 200, body: { version: 2 } });
    await expect(
      service.request('PATCH', path, { as: as('v-1'), body: {}, headers: { 'if-match': '"2"' } }),
    ).resolves.toMatchObject({ status: 403 });
    const events = await service.kafka.awaitEmitted(VolunteerChangedSchema, 'v-patch');
    expect(events).toMatchObject([
      { version: 2, fitness: { skills: ['piano'], consents: ['privacy-notice', 'photo'] } },
    ]);
  });

  it('is changed by one of two who change it at once', async () => {
    await register('v-race');
    const patch = (skill: string) =>
      service.request('PATCH', '/v1/volunteers/v-race', { body: { skills: [skill] }, headers: { 'if-match': '"1"' } });
    const answers = await Promise.all([patch('piano'), patch('flute'), patch('drums')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  });

  it('is suspended and taken back by staff with a reason, and keeps who and why', async () => {
    await register('v-susp');
    const suspension = (as?: TokenWish) =>
      service.post('/v1/volunteers/v-susp/suspension', { reason: '多次无故缺席' }, { as });
    await expect(suspension(as('v-susp'))).resolves.toMatchObject({ status: 403 });
    await expect(suspension()).resolves.toMatchObject({
      status: 201,
      body: { state: 'suspended', suspensionReason: '多次无故缺席' },
    });
    await expect(suspension()).resolves.toMatchObject({ status: 409, body: { code: 'volunteer-wrong-state' } });
    await service.post('/v1/volunteers/v-susp/resumption', { reason: '已沟通' });
    const history = await service.get('/v1/volunteers/v-susp/history');
    expect(history.body.items).toMatchObject([
      { from: 'active', to: 'suspended', by: 'staff-1', reason: '多次无故缺席' },
      { from: 'suspended', to: 'active', by: 'staff-1', reason: '已沟通' },
    ]);
    const events = await service.kafka.awaitEmitted(VolunteerChangedSchema, 'v-susp', 2);
    expect(events.map(({ fitness }) => fitness?.state)).toEqual([VolunteerState.SUSPENDED, VolunteerState.ACTIVE]);
  });

  it('ends when the volunteer leaves, with all groups; who left while suspended comes back through staff only', async () => {
    const group = await service.post('/v1/groups', { name: '离开组' });
    await register('v-leave', { groupIds: [group.body.id] });
    await service.post('/v1/volunteers/v-leave/suspension', { reason: 'x' });
    const left = await service.post('/v1/volunteers/v-leave/departure', {}, { as: as('v-leave') });
    expect(left).toMatchObject({ status: 201, body: { state: 'left', groupIds: [] } });
    await expect(service.kafka.awaitEmitted(GroupLeftSchema, group.body.id)).resolves.toMatchObject([
      { volunteerId: 'v-leave' },
    ]);
    await expect(register('v-leave')).resolves.toMatchObject({ status: 409, body: { code: 'volunteer-suspended' } });
    await expect(service.post('/v1/volunteers', profile({ id: 'v-leave' }))).resolves.toMatchObject({
      status: 201,
      body: { state: 'active', version: 4, suspensionReason: null },
    });
  });
});

describe('the list of volunteers', () => {
  it('is for staff, by skill, state, telephone and group, page by page', async () => {
    const community = 'beimen';
    const staff = { as: { community } };
    const group = await service.post('/v1/groups', { name: '一组' }, staff);
    const phones = [newPhone(), newPhone(), newPhone()];
    for (const [index, phone] of phones.entries()) {
      await service.post(
        '/v1/volunteers',
        profile({
          id: `l-${index}`,
          phone,
          skills: index < 2 ? ['cooking'] : [],
          groupIds: index > 0 ? [group.body.id] : [],
        }),
        staff,
      );
    }
    const ids = async (query: string) => {
      const { body } = await service.get(`/v1/volunteers?${query}`, staff);
      return body.items.map(({ id }: { id: string }) => id).sort();
    };
    await expect(ids('skill=cooking')).resolves.toEqual(['l-0', 'l-1']);
    await expect(ids(`group=${group.body.id}`)).resolves.toEqual(['l-1', 'l-2']);
    await expect(ids(`phone=${encodeURIComponent(phones[2] ?? '')}`)).resolves.toEqual(['l-2']);
    await expect(ids('state=left')).resolves.toEqual([]);
    const seen: string[] = [];
    let path: string | undefined = '/v1/volunteers?limit=1';
    while (path) {
      const page: TestAnswer = await service.get(path, staff);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      path = /<(.*)>; rel="?next/.exec(page.headers.get('link') ?? '')?.[1];
    }
    expect(seen.sort()).toEqual(['l-0', 'l-1', 'l-2']);
    await expect(service.get('/v1/volunteers', { as: as('l-0', community) })).resolves.toMatchObject({ status: 403 });
    await expect(service.get('/v1/volunteers?cursor=nonsense', staff)).resolves.toMatchObject({ status: 400 });
  });
});
