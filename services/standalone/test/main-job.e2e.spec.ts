/**
 * A process has one tracer.
 * @jest-environment node
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, RecordedTraces } from '@huying/testing';
import { ApiRefusal, generateVolunteers, getToken, seedNeeds, seedVolunteers, type Api } from '../src/index.js';
import { PlatformUnderTest } from './platform-under-test.js';

const VOLUNTEERS = 12;
const PLACES = 3;
const HOUR_MS = 3_600_000;

const traceOf = (index: number): string => index.toString(16).padStart(32, 'c');

interface Need {
  readonly id: string;
  readonly state: string;
  readonly board: { readonly attended: number; readonly serviceMinutes: number };
  readonly privateDetails: string | null;
}

interface Outcome {
  readonly id: string;
  readonly state: 'held' | 'waiting';
  readonly place: number | null;
  readonly position: number | null;
}

describe('from a call to a counted service', () => {
  let platform: PlatformUnderTest;
  let traces: RecordedTraces;
  let staff: Api;
  let volunteers: Api[];
  let subjects: string[];
  let need: Need;
  const outcomes: Outcome[] = [];
  const holders = () => outcomes.filter(({ state }) => state === 'held');
  const volunteerOf = ({ id }: Outcome) => volunteers[outcomes.findIndex((outcome) => outcome.id === id)] as Api;
  /** Half of them send a body, which goes the way of all requests; half send none, as most do in a rush. */
  const claimed = async (index: number): Promise<Outcome> => {
    const { status, body } = await platform.send('POST', `/v1/needs/${need.id}/claims`, {
      token: await getToken(platform.url, { role: 'volunteer', subject: subjects[index] ?? '', community: 'xishan' }),
      headers: { 'idempotency-key': `key-${index}`, traceparent: `00-${traceOf(index)}-b7ad6b7169203331-01` },
      ...(index % 2 === 0 && { body: {} }),
    });
    expect(status).toBeLessThan(300);
    return body as unknown as Outcome;
  };
  const readNeed = (who = staff) => who.get<Need>(`/v1/needs/${need.id}`);

  beforeAll(async () => {
    traces = RecordedTraces.begin();
    platform = await PlatformUnderTest.start();
    staff = platform.as('staff', 'staff-1');
  });
  afterAll(async () => {
    await platform.stop();
    await traces.end();
  });

  it('a call is classified, and becomes a need that is due when the catalogue says', async () => {
    const call = await staff.post<{ id: string; acceptedCode: string }>('/v1/calls', {
      channel: 'hotline',
      text: '天气冷了,楼里几位独居老人子女都不在身边,想请志愿者上门去看看。',
      callerId: 'resident-1',
    });
    expect(call.acceptedCode).toBe('SG-001');
    need = await staff.post<Need>('/v1/needs', {
      callId: call.id,
      catalogueItemCode: call.acceptedCode,
      title: '独居老人探访',
      places: PLACES,
      startsAt: new Date(Date.now() + 26 * HOUR_MS).toISOString(),
      endsAt: new Date(Date.now() + 28 * HOUR_MS).toISOString(),
      location: { name: '西山小区' },
      personInCharge: '金姐',
      privateDetails: '12幢2单元301',
    });
    expect(need).toMatchObject({ state: 'draft', callId: call.id, privateDetails: '12幢2单元301' });
  });

  it('beside the calls and needs that are seeded, each once, whatever others have raised meanwhile', async () => {
    const seeded = await seedNeeds(staff, new Map(), 0);
    expect(seeded).toBeGreaterThan(5);
    await expect(seedNeeds(staff, new Map(), 0)).resolves.toBe(0);
    const { items } = await staff.get<{ items: { text: string }[] }>('/v1/calls?limit=100');
    expect(items).toHaveLength(seeded + 1);
  });

  it('volunteers register, and the published need can be claimed by them', async () => {
    const people = [...generateVolunteers({ count: VOLUNTEERS, seed: 1, year: 2026, groupIds: [] })];
    // An import that breaks off on a busy machine goes on where it was.
    const { registered, unchanged } = await eventually(() => seedVolunteers(staff, people));
    expect(registered + unchanged).toBe(VOLUNTEERS);
    subjects = people.map(({ id }) => id);
    volunteers = subjects.map((id) => platform.as('volunteer', id));
    await staff.post(`/v1/needs/${need.id}/publication`);
    await eventually(async () => {
      // Whether all is known is seen by nobody being told that they are not a volunteer.
      await expect(staff.get(`/v1/needs/${need.id}/places`)).resolves.toMatchObject({ places: PLACES, held: 0 });
    });
  });

  it('exactly as many hold a place as there are, the others wait in line, and a repeat is told the same', async () => {
    outcomes.push(...(await Promise.all(volunteers.map((_, index) => eventually(() => claimed(index))))));
    expect(
      holders()
        .map(({ place }) => place)
        .sort(),
    ).toEqual([1, 2, 3]);
    expect(outcomes.filter(({ state }) => state === 'waiting')).toHaveLength(VOLUNTEERS - PLACES);
    const again = await volunteers[0]?.post<Outcome>(`/v1/needs/${need.id}/claims`, {}, 'key-0');
    expect(again).toEqual(outcomes[0]);
    await expect(volunteers[0]?.post(`/v1/needs/${need.id}/claims`)).rejects.toMatchObject({ code: 'already-in' });
  });

  it('the need is filled; only holders and staff see its private details', async () => {
    await eventually(async () => {
      expect(await readNeed()).toMatchObject({
        state: 'filled',
        board: { held: PLACES, waiting: VOLUNTEERS - PLACES },
      });
    });
    const [holder] = holders();
    const waiting = outcomes.find(({ state }) => state === 'waiting');
    expect((await readNeed(volunteerOf(holder as Outcome))).privateDetails).toBe('12幢2单元301');
    expect((await readNeed(volunteerOf(waiting as Outcome))).privateDetails).toBeNull();
  });

  it('one trace runs from each claim over the log and Kafka to the last consumer', async () => {
    const claimRoute = 'POST /v1/needs/:needId/claims';
    const waysTo = (index: number, end: string) =>
      traces
        .spans(traceOf(index))
        .filter(({ name }) => name === `consume ${end}`)
        .map((span) => traces.origins(span).map(({ name }) => name));
    for (const [index, { state }] of outcomes.entries()) {
      const told = state === 'held' ? 'huying.claim.v1.PlaceHeld' : 'huying.claim.v1.WaitingListJoined';
      await eventually(() => expect(waysTo(index, told)).toContainEqual([`consume ${told}`, claimRoute]));
    }
    const filled = 'huying.request.v1.NeedFilled';
    await eventually(() =>
      expect(outcomes.flatMap((_, index) => waysTo(index, filled))).toContainEqual([
        `consume ${filled}`,
        'consume huying.claim.v1.PlaceHeld',
        claimRoute,
      ]),
    );
  });

  it('a place that is given back goes to the first in line', async () => {
    const [holder] = holders() as [Outcome];
    const first = outcomes.find(({ position }) => position === 1) as Outcome;
    await volunteerOf(holder).delete(`/v1/claims/${holder.id}`);
    await expect(volunteerOf(first).get(`/v1/claims/${first.id}`)).resolves.toMatchObject({
      state: 'held',
      place: holder.place,
    });
    outcomes.splice(outcomes.indexOf(first), 1, { ...first, state: 'held' });
    outcomes.splice(outcomes.indexOf(holder), 1, { ...holder, state: 'waiting' });
  });

  it('holders come, with the code on the door, and their hours are counted', async () => {
    await eventually(async () => {
      const { items } = await staff.get<{ items: { claimId: string }[] }>(
        `/v1/attendances?needId=${need.id}&state=expected`,
      );
      expect(items.map(({ claimId }) => claimId).sort()).toEqual(
        holders()
          .map(({ id }) => id)
          .sort(),
      );
    });
    const code = async () => (await staff.get<{ code: string }>(`/v1/attendance-codes/${need.id}`)).code;
    platform.clock.advance(25.5 * HOUR_MS);
    for (const claim of holders()) {
      await volunteerOf(claim).post(`/v1/attendances/${claim.id}/check-in`, { code: await code() });
    }
    platform.clock.advance(2.5 * HOUR_MS);
    for (const claim of holders()) {
      await volunteerOf(claim).post(`/v1/attendances/${claim.id}/check-out`, { code: await code() });
    }
    await eventually(async () => {
      const { state, board } = await readNeed();
      expect({ state, attended: board.attended }).toEqual({ state: 'in-service', attended: PLACES });
      // Two hours each, and what the requests themselves took.
      expect(board.serviceMinutes).toBeGreaterThanOrEqual(PLACES * 120);
      expect(board.serviceMinutes).toBeLessThan(PLACES * 150);
    });
  });

  it('the caller is asked, says 5, and the need is closed', async () => {
    await staff.post(`/v1/needs/${need.id}/completion`, { reason: '服务已完成' });
    const stranger = platform.as('resident', 'resident-2').post(`/v1/needs/${need.id}/feedback`, { rating: 1 });
    await expect(stranger).rejects.toBeInstanceOf(ApiRefusal);
    const closed = await platform.as('resident', 'resident-1').post(`/v1/needs/${need.id}/feedback`, { rating: 5 });
    expect(closed).toMatchObject({ state: 'closed', rating: 5 });
  });

  it('the operator reads on /metrics that no event waits, nobody lags behind, and how the databases are used', async () => {
    const names = platform.platform.services.map(({ definition }) => definition.name);
    await eventually(async () => {
      const text = await (await fetch(`${platform.metricsUrl}/metrics`)).text();
      const figures = (metric: string, service: string) =>
        text
          .split('\n')
          .filter((line) => line.startsWith(`${metric}{`) && line.includes(`service="${service}"`))
          .map((line) => Number(line.split(' ').at(-1)));
      for (const name of names) {
        expect([name, figures('huying_outbox_oldest_age_seconds', name)]).toEqual([name, [0]]);
        const lags = figures('huying_consumer_lag', name);
        expect([name, lags.length > 0, lags.filter((lag) => lag > 0)]).toEqual([name, true, []]);
        const [[size], [busy], [idle], [waiting]] = ['size', 'busy', 'idle', 'waiting'].map((figure) =>
          figures(`huying_database_pool_${figure}`, name),
        ) as [[number], [number], [number], [number]];
        expect({ name, size, waiting, sound: busy + idle <= size }).toEqual({
          ...{ name, size: 10, waiting: 0, sound: true },
        });
      }
    });
  });
});
