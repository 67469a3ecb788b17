import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@huying/testing';
import type { Api } from '../src/index.js';
import { PlatformUnderTest } from './platform-under-test.js';

const HOUR_MS = 3_600_000;
const people = ['d-1', 'd-2', 'd-3', 'd-4'];
const PRIVATE = '12幢2单元301';

interface Need {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly board: { readonly held: number; readonly waiting: number };
  readonly privateDetails: string | null;
}

interface Outcome {
  readonly id: string;
  readonly state: string;
}

interface FeedEntry {
  readonly type: string;
  readonly needId: string;
  readonly details: { readonly claimId?: string } & Record<string, unknown>;
}

let platform: PlatformUnderTest;
let staff: Api;

beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  staff = platform.as('staff', 'staff-1');
  for (const [index, id] of people.entries()) {
    const phone = `+861390000500${index}`;
    await staff.post('/v1/volunteers', {
      ...{ id, name: id, phone, birthDate: '1990-01-01' },
      ...{ consents: ['privacy-notice'], skills: id === 'd-1' ? ['cooking'] : [] },
    });
  }
});
afterAll(() => platform.stop());

const volunteer = (id: string): Api => platform.as('volunteer', id);
/** A time so many hours from the clock of the story. */
const inHours = (hours: number): string =>
  platform.clock
    .now()
    .add({ milliseconds: Math.round(hours * HOUR_MS) })
    .toString({ smallestUnit: 'millisecond' });
const raised = (fields: object = {}): Promise<Need> =>
  staff.post<Need>('/v1/needs', {
    ...{
      catalogueItemCode: 'SG-001',
      title: '独居老人探访',
      places: 2,
      personInCharge: '金姐',
      privateDetails: PRIVATE,
    },
    ...{ startsAt: inHours(26), endsAt: inHours(28), location: { name: '西山小区' } },
    ...fields,
  });
const published = async (fields: object = {}, wish: object = {}): Promise<Need> => {
  const { id } = await raised(fields);
  return staff.post<Need>(`/v1/needs/${id}/publication`, wish);
};
const read = (needId: string, who = staff): Promise<Need> => who.get<Need>(`/v1/needs/${needId}`);
const becomes = (needId: string, expected: object) =>
  eventually(async () => expect(await read(needId)).toMatchObject(expected));
/** A refusal counts as soon as it is the last word: a need and a volunteer are known to all services a moment later. */
const passing = ['need-unknown', 'not-registered', 'pool-recovering'];
const claims = (id: string, needId: string): Promise<Outcome> =>
  eventually(async () => {
    try {
      return await volunteer(id).post<Outcome>(`/v1/needs/${needId}/claims`);
    } catch (error) {
      const { code } = error as { code: string };
      if (passing.includes(code)) throw error;
      return { id: '', state: code };
    }
  });
const feed = async (id: string, needId: string): Promise<FeedEntry[]> =>
  (await volunteer(id).list<FeedEntry>('/v1/feed/entries')).filter((entry) => entry.needId === needId);
const isTold = (id: string, needId: string, type: string, details: object = {}) =>
  eventually(async () =>
    expect(await feed(id, needId)).toContainEqual(
      expect.objectContaining({ type, details: expect.objectContaining(details) as unknown }),
    ),
  );

describe('a place that is handed over', () => {
  it('takes its private details and its attendance along, and leaves the board as it was', async () => {
    const { id: needId } = await published({ places: 1 });
    const held = await claims('d-1', needId);
    await becomes(needId, { state: 'filled', board: { held: 1 } });
    const offered = await volunteer('d-1').post<Outcome>(`/v1/claims/${held.id}/hand-over`, { volunteerId: 'd-2' });
    await isTold('d-2', needId, 'place-offered', { claimId: offered.id, source: 'hand-over' });
    expect((await read(needId, volunteer('d-2'))).privateDetails).toBeNull();
    await volunteer('d-2').post(`/v1/claims/${offered.id}/acceptance`);
    await eventually(async () => expect((await read(needId, volunteer('d-2'))).privateDetails).toBe(PRIVATE));
    expect((await read(needId, volunteer('d-1'))).privateDetails).toBeNull();
    expect(await read(needId)).toMatchObject({ state: 'filled', board: { held: 1, waiting: 0 } });
    await isTold('d-1', needId, 'place-handed-over', { claimId: held.id });
    await eventually(async () => {
      const attendances = await staff.list<{ volunteerId: string; state: string }>(`/v1/attendances?needId=${needId}`);
      expect(attendances.map(({ volunteerId, state }) => `${volunteerId} ${state}`).sort()).toEqual([
        'd-1 released',
        'd-2 expected',
      ]);
    });
    const readings = await staff.list<{ readBy: string; readAs: string }>(`/v1/needs/${needId}/readings`);
    expect(readings).toContainEqual(expect.objectContaining({ readBy: 'd-2', readAs: 'holder' }));
  });
});

describe('a need that is moved', () => {
  const move = async (needId: string, wish: object) => {
    const { version } = await read(needId);
    const answer = await platform.send('PUT', `/v1/needs/${needId}/schedule`, {
      token: await staff.bearer(),
      headers: { 'if-match': `"${version}"` },
      body: { startsAt: inHours(50), endsAt: inHours(52), reason: '下雨', ...wish },
    });
    expect(answer).toMatchObject({ status: 200, body: { revision: 1 } });
  };

  it('keeps its holders, who are asked again and say yes', async () => {
    const { id: needId } = await published({ places: 1, startsAt: inHours(30), endsAt: inHours(32) });
    const held = await claims('d-3', needId);
    await becomes(needId, { state: 'filled' });
    await move(needId, { answerBy: inHours(10) });
    await isTold('d-3', needId, 'need-moved', { claimId: held.id });
    await isTold('d-3', needId, 'place-offered', { claimId: held.id, source: 'moved' });
    await volunteer('d-3').post(`/v1/claims/${held.id}/acceptance`);
    await isTold('d-3', needId, 'place-confirmed', { claimId: held.id });
    expect(await read(needId)).toMatchObject({ state: 'filled', board: { held: 1 } });
    await staff.post(`/v1/needs/${needId}/cancellation`, { reason: 'x' });
    await isTold('d-3', needId, 'need-cancelled', { claimId: held.id });
    await isTold('d-3', needId, 'place-released', { claimId: held.id, reason: 'need-ended' });
  });

  it('takes all places back where nobody is asked', async () => {
    const { id: needId } = await published({ places: 1, startsAt: inHours(34), endsAt: inHours(36) });
    const held = await claims('d-3', needId);
    await becomes(needId, { state: 'filled' });
    await move(needId, {});
    await becomes(needId, { state: 'published', board: { held: 0 } });
    await isTold('d-3', needId, 'need-moved', { claimId: held.id });
  });
});

describe('waves, draws and series', () => {
  it('in the first wave come the skilled, everyone later', async () => {
    const waves = { groupsAt: inHours(1), everyoneAt: inHours(2) };
    const fields = { requirements: { preferredSkills: ['cooking'] }, startsAt: inHours(60), endsAt: inHours(61) };
    const { id: needId } = await published(fields, { dispatch: 'waves', waves });
    expect(await claims('d-1', needId)).toMatchObject({ state: 'held' });
    expect((await claims('d-2', needId)).state).toMatch(/wave/);
    platform.clock.advance(2 * HOUR_MS);
    expect(await claims('d-2', needId)).toMatchObject({ state: 'held' });
    await becomes(needId, { state: 'filled', board: { held: 2 } });
  });

  it('lots are drawn when it is said, each applicant is told, and the board knows the winner', async () => {
    const fields = { places: 1, startsAt: inHours(70), endsAt: inHours(71) };
    const { id: needId } = await published(fields, { dispatch: 'draw', drawAt: inHours(1) });
    for (const id of ['d-1', 'd-2', 'd-3']) expect(await claims(id, needId)).toMatchObject({ state: 'applied' });
    await becomes(needId, { state: 'published', board: { held: 0, waiting: 3 } });
    platform.clock.advance(HOUR_MS + 1_000);
    await becomes(needId, { state: 'filled', board: { held: 1, waiting: 2 } });
    for (const id of ['d-1', 'd-2', 'd-3']) await isTold(id, needId, 'draw-held');
  });

  it('of a series one holds as many places as one may', async () => {
    const { id } = await raised({ startsAt: inHours(80), endsAt: inHours(81) });
    const series = await staff.post<{ id: string; items: Need[] }>(`/v1/needs/${id}/series`, {
      ...{ recurrence: 'FREQ=DAILY;COUNT=3', limit: 1 },
    });
    await staff.post(`/v1/series/${series.id}/publication`);
    const [first, second] = series.items.map((need) => need.id) as [string, string];
    expect(await claims('d-1', first)).toMatchObject({ state: 'held' });
    expect(await claims('d-1', second)).toMatchObject({ state: 'series-limit-reached' });
    expect(await claims('d-2', second)).toMatchObject({ state: 'held' });
  });
});

describe('an alert', () => {
  it('calls everyone, takes all who come, passes on what was seen, and ends for all', async () => {
    const fields = { urgency: 'emergency', places: undefined, startsAt: inHours(0.2), endsAt: inHours(8) };
    const { id: needId } = await published(fields, { dispatch: 'alert' });
    await isTold('d-4', needId, 'need-published', { urgent: true });
    for (const id of people) expect(await claims(id, needId)).toMatchObject({ state: 'held' });
    await becomes(needId, { state: 'published', board: { held: people.length } });
    await eventually(async () => expect(await feed('d-1', needId)).toHaveLength(2));
    await platform.as('resident', 'r-1').post(`/v1/needs/${needId}/sightings`, { place: '海宁大道公交站' });
    await isTold('d-1', needId, 'sighting-reported');
    await staff.post(`/v1/needs/${needId}/stand-down`, { outcome: 'found' });
    await becomes(needId, { state: 'completed' });
    await isTold('d-4', needId, 'alert-stood-down', { outcome: 'found' });
  });
});

describe('services that are missed', () => {
  it('block after the second one, until staff lift it', async () => {
    for (const hours of [1, 2]) {
      const { id: needId } = await published({ startsAt: inHours(hours), endsAt: inHours(hours + 0.5) });
      const held = await claims('d-4', needId);
      expect(held.state).toBe('held');
      await eventually(() => staff.get(`/v1/attendances/${held.id}`));
      platform.clock.advance((hours + 1) * HOUR_MS);
      await staff.post(`/v1/needs/${needId}/completion`, { reason: '服务已完成' });
      await isTold('d-4', needId, 'attendance-missed', { blocked: hours === 2 });
    }
    const { id: needId } = await published();
    await eventually(async () =>
      expect(await claims('d-4', needId)).toMatchObject({ state: 'blocked-after-no-shows' }),
    );
    await staff.post('/v1/volunteers/d-4/block-lifting', { reason: '家里有急事' });
    await eventually(async () => expect(await claims('d-4', needId)).toMatchObject({ state: 'held' }));
  });
});
