import { AttendanceMethod, CheckedInSchema, CheckedOutSchema, ServiceRecordedSchema } from '@huying/contracts';
import { eventually, TestService, type TestAnswer, type TokenWish } from '@huying/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { volunteerService } from '../src/index.js';
import { endsAt, needPublished, placeHeld, placeReleased, startsAt } from './neighbours.js';

let service: TestService;
const as = (subject: string, community = 'xishan'): TokenWish => ({ role: 'volunteer', subject, community });

beforeAll(async () => {
  service = await TestService.start(volunteerService);
  for (const [index, id] of ['a-1', 'a-2'].entries()) {
    await service.post('/v1/volunteers', { id, name: id, phone: `+861390000200${index}`, birthDate: '1990-01-01' });
  }
});

beforeEach(() => service.clock.set(startsAt));
afterAll(() => service.stop());

/** A need whose place a volunteer holds; resolves when the service knows of both. */
async function heldPlace(volunteerId = 'a-1'): Promise<{ needId: string; claimId: string }> {
  const needId = uuidv7();
  const held = placeHeld(needId, volunteerId);
  await service.kafka.deliver(needPublished(needId), held);
  await known(held.claimId, needId);
  return { needId, claimId: held.claimId };
}

const known = (claimId: string, needId: string) =>
  eventually(async () => {
    expect(await service.get(`/v1/attendances/${claimId}`)).toMatchObject({
      status: 200,
      body: { activity: expect.any(String) },
    });
    expect((await service.get(`/v1/attendance-codes/${needId}`)).status).toBe(200);
  });

const codeOf = async (needId: string): Promise<string> =>
  (await service.get(`/v1/attendance-codes/${needId}`)).body.code as string;
const deed = (claimId: string, name: 'check-in' | 'check-out', body: object, who?: TokenWish): Promise<TestAnswer> =>
  service.post(`/v1/attendances/${claimId}/${name}`, body, { as: who });

describe('attending', () => {
  it('with the code shown on site is recorded with all that Decree 67 asks for', async () => {
    const { needId, claimId } = await heldPlace();
    service.clock.set(startsAt.subtract({ minutes: 10 }));
    const checkedIn = await deed(claimId, 'check-in', { code: await codeOf(needId) }, as('a-1'));
    expect(checkedIn).toMatchObject({
      status: 201,
      body: { state: 'checked-in', checkedInAt: '2026-12-01T00:50:00.000Z' },
    });
    service.clock.set(startsAt.add({ minutes: 95, seconds: 59 }));
    const checkedOut = await deed(claimId, 'check-out', { code: await codeOf(needId) }, as('a-1'));
    expect(checkedOut).toMatchObject({ status: 201, body: { state: 'checked-out', minutes: 95 } });

    const record = await service.get('/v1/volunteers/a-1/service-record', { as: as('a-1') });
    expect(record).toMatchObject({
      status: 200,
      body: { volunteerId: 'a-1', totals: { services: 1, minutes: 95 }, nextCursor: null },
    });
    expect(record.body.items).toEqual([
      {
        claimId,
        needId,
        activity: '陪独居老人体检',
        date: '2026-12-01',
        place: '居民会客厅 3幢',
        content: '上午到社区卫生服务中心',
        from: '2026-12-01T01:00:00.000Z',
        until: '2026-12-01T02:35:59.000Z',
        minutes: 95,
        organiser: '爱心联盟',
        personInCharge: '金站长',
        recordedBy: 'a-1',
        method: 'code',
        recordedAt: '2026-12-01T02:35:59.000Z',
      },
    ]);
    await service.kafka.awaitEmitted(ServiceRecordedSchema, claimId);
    expect(service.kafka.emitted(CheckedInSchema, claimId)).toMatchObject([
      { volunteerId: 'a-1', method: AttendanceMethod.CODE },
    ]);
    expect(service.kafka.emitted(CheckedOutSchema, claimId)).toMatchObject([{ needId }]);
    expect(service.kafka.emitted(ServiceRecordedSchema, claimId)).toMatchObject([
      { minutes: 95, organiser: '爱心联盟' },
    ]);
  });

  it('can be noted by staff without code, also afterwards with its time', async () => {
    const { claimId } = await heldPlace('a-2');
    service.clock.set(endsAt.add({ hours: 30 }));
    await expect(deed(claimId, 'check-in', {})).resolves.toMatchObject({
      status: 409,
      body: { code: 'attendance-too-late' },
    });
    await expect(deed(claimId, 'check-in', { at: startsAt.add({ minutes: 5 }).toString() })).resolves.toMatchObject({
      status: 201,
    });
    await expect(deed(claimId, 'check-out', {})).resolves.toMatchObject({
      status: 409,
      body: { code: 'attendance-check-out-too-late' },
    });
    await expect(deed(claimId, 'check-out', { at: startsAt.toString() })).resolves.toMatchObject({
      body: { code: 'attendance-check-out-before-check-in' },
    });
    await expect(deed(claimId, 'check-out', { at: endsAt.toString() })).resolves.toMatchObject({
      status: 201,
      body: { minutes: 115 },
    });
    const record = await service.get('/v1/volunteers/a-2/service-record');
    expect(record.body.items).toMatchObject([{ method: 'staff', recordedBy: 'staff-1' }]);
  });

  it('is refused a second time, also when both come at once', async () => {
    const { claimId } = await heldPlace();
    const answers = await Promise.all([1, 2, 3].map(() => deed(claimId, 'check-in', {})));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    await expect(deed(claimId, 'check-in', {})).resolves.toMatchObject({
      body: { code: 'attendance-already-checked-in' },
    });
    const outs = await Promise.all([1, 2].map(() => deed(claimId, 'check-out', {})));
    expect(outs.map(({ status }) => status).sort()).toEqual([201, 409]);
    await service.kafka.awaitEmitted(ServiceRecordedSchema, claimId);
    expect(service.kafka.emitted(ServiceRecordedSchema, claimId)).toHaveLength(1);
  });

  it('is refused too early, without the code, with another time, and before checking in', async () => {
    const { needId, claimId } = await heldPlace();
    await expect(deed(claimId, 'check-out', {})).resolves.toMatchObject({
      status: 409,
      body: { code: 'attendance-not-checked-in' },
    });
    await expect(deed(claimId, 'check-in', {}, as('a-1'))).resolves.toMatchObject({
      status: 422,
      body: { code: 'attendance-code-required' },
    });
    await expect(deed(claimId, 'check-in', { at: startsAt.toString() }, as('a-1'))).resolves.toMatchObject({
      body: { code: 'attendance-time-for-staff' },
    });
    await expect(deed(claimId, 'check-in', { at: endsAt.toString() })).resolves.toMatchObject({
      body: { code: 'attendance-in-the-future' },
    });
    await expect(deed(claimId, 'check-in', { code: '12345６' }, as('a-1'))).resolves.toMatchObject({
      status: 422,
      body: { code: 'invalid-input' },
    });
    service.clock.set(startsAt.subtract({ minutes: 61 }));
    await expect(deed(claimId, 'check-in', { code: await codeOf(needId) }, as('a-1'))).resolves.toMatchObject({
      body: { code: 'attendance-too-early' },
    });
  });

  it('is for the one who holds the place; others do not do it for them, and elsewhere it does not exist', async () => {
    const { needId, claimId } = await heldPlace();
    const code = await codeOf(needId);
    await expect(deed(claimId, 'check-in', { code }, as('a-2'))).resolves.toMatchObject({
      status: 403,
      body: { code: 'not-yours' },
    });
    await expect(service.get(`/v1/attendances/${claimId}`, { as: as('a-2') })).resolves.toMatchObject({ status: 403 });
    await expect(deed(claimId, 'check-in', {}, { community: 'nanmen' })).resolves.toMatchObject({ status: 404 });
    await expect(service.get(`/v1/attendance-codes/${needId}`, { as: { community: 'nanmen' } })).resolves.toMatchObject(
      { status: 404 },
    );
    await expect(service.get(`/v1/attendance-codes/${needId}`, { as: as('a-1') })).resolves.toMatchObject({
      status: 403,
    });
    await expect(deed(uuidv7(), 'check-in', {})).resolves.toMatchObject({ status: 404 });
    await expect(deed('not-a-uuid', 'check-in', {})).resolves.toMatchObject({ status: 400 });
    await expect(service.get('/v1/volunteers/a-1/service-record', { as: as('a-2') })).resolves.toMatchObject({
      status: 403,
    });
    await expect(
      service.get('/v1/volunteers/a-1/service-record', { as: { community: 'nanmen' } }),
    ).resolves.toMatchObject({ status: 404 });
  });

  it('is expected no more when the place is given back, and stays when the volunteer was there already', async () => {
    const needId = uuidv7();
    const [given, kept] = [placeHeld(needId, 'a-1'), placeHeld(needId, 'a-2')];
    await service.kafka.deliver(needPublished(needId), given, kept);
    await known(kept.claimId, needId);
    await deed(kept.claimId, 'check-in', {});
    await service.kafka.deliver(placeReleased(given), placeReleased(kept), placeHeld(needId, 'a-1', given.claimId));
    await eventually(async () => {
      expect((await service.get(`/v1/attendances/${given.claimId}`)).body.state).toBe('released');
    });
    await expect(deed(given.claimId, 'check-in', {})).resolves.toMatchObject({ status: 404 });
    await expect(deed(kept.claimId, 'check-out', {})).resolves.toMatchObject({ status: 201 });
    const list = await service.get(`/v1/attendances?needId=${needId}&state=released`);
    expect(list.body.items.map(({ claimId }: { claimId: string }) => claimId)).toEqual([given.claimId]);
    const own = await service.get(`/v1/attendances?needId=${needId}`, { as: as('a-1') });
    expect(own.body.items.map(({ claimId }: { claimId: string }) => claimId)).toEqual([given.claimId]);
  });

  it('waits a moment when the place is heard of before the need', async () => {
    const needId = uuidv7();
    const held = placeHeld(needId, 'a-1');
    await service.kafka.deliver(held);
    await eventually(async () => expect((await service.get(`/v1/attendances/${held.claimId}`)).status).toBe(200));
    const early = await deed(held.claimId, 'check-in', {});
    expect(early).toMatchObject({ status: 503, body: { code: 'attendance-need-unknown' } });
    expect(early.headers.get('retry-after')).toBe('2');
    await service.kafka.deliver(needPublished(needId));
    await known(held.claimId, needId);
    await expect(deed(held.claimId, 'check-in', {})).resolves.toMatchObject({ status: 201 });
  });

  it('follows the latest publication of the need, and the code stays', async () => {
    const { needId, claimId } = await heldPlace();
    const code = await codeOf(needId);
    await service.kafka.deliver(
      needPublished(needId, { publication: 3, title: '改期' }),
      needPublished(needId, { publication: 2, title: '旧' }),
    );
    await eventually(async () => expect((await service.get(`/v1/attendances/${claimId}`)).body.activity).toBe('改期'));
    await expect(codeOf(needId)).resolves.toBe(code);
  });
});

describe('the code on site', () => {
  it('is told until when it is shown, and is not kept by caches', async () => {
    const { needId } = await heldPlace();
    service.clock.set(startsAt.add({ seconds: 17 }));
    const answer = await service.get(`/v1/attendance-codes/${needId}`);
    expect(answer.body).toEqual({ code: expect.stringMatching(/^\d{6}$/), validUntil: '2026-12-01T01:01:00.000Z' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('cannot be guessed: after five wrong ones even the right one has to wait', async () => {
    const { needId, claimId } = await heldPlace();
    const right = await codeOf(needId);
    const wrong = right === '000000' ? '000001' : '000000';
    const guesses = await Promise.all(
      Array.from({ length: 8 }, () => deed(claimId, 'check-in', { code: wrong }, as('a-1'))),
    );
    expect(guesses.map(({ body }) => body.code as string).sort()).toEqual([
      ...Array<string>(3).fill('attendance-code-attempts-exceeded'),
      ...Array<string>(5).fill('attendance-code-wrong'),
    ]);
    const refused = await deed(claimId, 'check-in', { code: right }, as('a-1'));
    expect(refused).toMatchObject({ status: 429, body: { code: 'attendance-code-attempts-exceeded' } });
    expect(refused.headers.get('retry-after')).toBe('600');
    service.clock.advance({ minutes: 11 });
    await expect(deed(claimId, 'check-in', { code: await codeOf(needId) }, as('a-1'))).resolves.toMatchObject({
      status: 201,
    });
  });
});
