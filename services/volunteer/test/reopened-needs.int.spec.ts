import { ServiceRecordedSchema } from '@huying/contracts';
import { eventually, TestService } from '@huying/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { v7 as uuidv7 } from 'uuid';
import { volunteerService } from '../src/index.js';
import { endsAt, needCompleted, needMoved, needPublished, needReopened, placeHeld, startsAt } from './neighbours.js';

let service: TestService;
/** A week and some: what comes again is published after the first time is over. */
const WEEK = 168;
const again = { publication: 2, title: '再陪一次', later: WEEK };

beforeAll(async () => {
  service = await TestService.start(volunteerService);
  for (const [index, id] of ['o-1', 'o-2', 'o-3'].entries()) {
    await service.post('/v1/volunteers', { id, name: id, phone: `+861390000400${index}`, birthDate: '1990-01-01' });
  }
});

beforeEach(() => service.clock.set(startsAt));
afterAll(() => service.stop());

const attendance = async (claimId: string) => (await service.get(`/v1/attendances/${claimId}`)).body;
const shows = (claimId: string, expected: object) =>
  eventually(async () => expect(await attendance(claimId)).toMatchObject(expected));
const note = (claimId: string, what: 'check-in' | 'check-out', at: string) =>
  service.post(`/v1/attendances/${claimId}/${what}`, { at });

/** A need that was done, and was reopened and published for a week later. */
async function reopened(volunteerId: string, before: (claimId: string) => Promise<unknown> = () => Promise.resolve()) {
  const needId = uuidv7();
  const { claimId } = await hold(needId, volunteerId);
  await before(claimId);
  await service.kafka.deliver(needCompleted(needId), needReopened(needId, WEEK), needPublished(needId, again));
  const { claimId: later } = await hold(needId, 'o-3', WEEK, []);
  await shows(later, { activity: '再陪一次' });
  service.clock.set(startsAt.add({ hours: 30 }));
  return { needId, claimId, later };
}

async function hold(needId: string, volunteerId: string, later = 0, publications = [needPublished(needId)]) {
  const held = placeHeld(needId, volunteerId, uuidv7(), 'xishan', later);
  await service.kafka.deliver(...publications, held);
  await shows(held.claimId, { state: 'expected', activity: expect.any(String) });
  return held;
}

describe('an attendance of a need that is reopened', () => {
  it('ends by the times at which its volunteer came, though the need has a new date', async () => {
    const { claimId } = await reopened('o-1', (id) => note(id, 'check-in', startsAt.toString()));
    expect(await attendance(claimId)).toMatchObject({
      activity: '陪独居老人体检',
      startsAt: '2026-12-01T01:00:00.000Z',
    });
    const noted = await note(claimId, 'check-out', endsAt.toString());
    expect(noted).toMatchObject({ status: 201, body: { state: 'checked-out', minutes: 120 } });
    const { body } = await service.get('/v1/volunteers/o-1/service-record');
    expect(body.items).toMatchObject([
      { claimId, activity: '陪独居老人体检', date: '2026-12-01', from: '2026-12-01T01:00:00.000Z', minutes: 120 },
    ]);
    expect(await service.kafka.awaitEmitted(ServiceRecordedSchema, claimId)).toMatchObject([{ minutes: 120 }]);
  });

  it('can still be corrected when it had been taken for missed', async () => {
    const { claimId } = await reopened('o-2');
    await shows(claimId, { state: 'missed' });
    expect(await note(claimId, 'check-in', startsAt.toString())).toMatchObject({ status: 201 });
    expect(await note(claimId, 'check-out', endsAt.toString())).toMatchObject({ body: { minutes: 120 } });
    expect((await service.get('/v1/volunteers/o-2')).body).toMatchObject({ missedServices: 0 });
  });

  it('is another than that of the new date, each with its own times in the list', async () => {
    const { needId, claimId, later } = await reopened('o-1');
    expect(await note(later, 'check-in', startsAt.toString())).toMatchObject({
      body: { code: 'attendance-too-early' },
    });
    const { body } = await service.get(`/v1/attendances?needId=${needId}`);
    expect(body.items).toMatchObject([
      { claimId: later, activity: '再陪一次', startsAt: '2026-12-08T01:00:00.000Z' },
      { claimId, activity: '陪独居老人体检', startsAt: '2026-12-01T01:00:00.000Z' },
    ]);
  });

  it('keeps its publication as that was moved last, and when only the next one is heard of', async () => {
    const needId = uuidv7();
    const { claimId } = await hold(needId, 'o-1');
    await service.kafka.deliver(needMoved(needId), needPublished(needId, again));
    const { claimId: later } = await hold(needId, 'o-3', WEEK, []);
    await shows(later, { activity: '再陪一次' });
    expect(await attendance(claimId)).toMatchObject({ startsAt: '2026-12-02T01:00:00.000Z' });
  });

  it('is of its own publication also when its place is heard of only after the next one', async () => {
    const needId = uuidv7();
    await hold(needId, 'o-1');
    await service.kafka.deliver(needReopened(needId, WEEK), needPublished(needId, again));
    await shows((await hold(needId, 'o-3', WEEK, [])).claimId, { activity: '再陪一次' });
    const { claimId } = await hold(needId, 'o-2', 0, []);
    expect(await attendance(claimId)).toMatchObject({ startsAt: '2026-12-01T01:00:00.000Z' });
  });
});
