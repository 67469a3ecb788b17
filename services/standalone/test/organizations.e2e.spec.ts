import { randomUUID } from 'node:crypto';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateVolunteers, seedOrganizations, seedPartners, seedVolunteers, type Api } from '../src/index.js';
import { PlatformUnderTest } from './platform-under-test.js';

interface Item {
  readonly id: string;
  readonly [field: string]: unknown;
}

const HOUR_MS = 3_600_000;
let platform: PlatformUnderTest;
let staff: Api;

beforeAll(async () => {
  platform = await PlatformUnderTest.start();
  staff = platform.as('staff', 'staff-1');
  await seedOrganizations(staff);
  await seedPartners(staff, 2010);
});
afterAll(() => platform.stop());

describe('the organisations of Xishan', () => {
  it('are there with their branches, programmes, venues and partners, also when seeded again', async () => {
    expect([await seedOrganizations(staff), await seedPartners(staff, 2010)]).toEqual([43, 256]);
    const organizations = await staff.list<Item>('/v1/organizations');
    expect(organizations).toHaveLength(43);
    expect(organizations.filter(({ branchId }) => branchId === null)).toEqual([]);
    const atWork = organizations.filter(({ state }) => state !== 'dormant');
    expect(await staff.list('/v1/organizations?unassigned=true')).toEqual([]);
    expect(atWork.filter(({ contactPersonId }) => contactPersonId === null)).toEqual([]);
    expect(await staff.list('/v1/community-workers')).toHaveLength(50);
    expect(organizations.filter(({ hub }) => hub)).toMatchObject([{ name: '西山爱心联盟' }]);
    const programmes = await staff.list<Item>('/v1/programmes');
    expect(programmes.map(({ name }) => name).sort()).toEqual(
      ['121爱回家', '公益圆疆', '文明海宁一道走', '潮城大喇叭', '爱心教室'].sort(),
    );
    expect(await staff.list('/v1/venues')).toHaveLength(4);
    const kinds = (await staff.list<Item>('/v1/partners')).map(({ kind }) => kind);
    const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
    expect([count('listed-company'), count('chamber-of-commerce'), count('new-stratum')]).toEqual([9, 7, 240]);
  });

  it('have campaigns whose needs volunteers can claim, by themselves', async () => {
    const campaigns = await staff.list<Item>('/v1/campaigns');
    expect(campaigns).toHaveLength(3);
    const activities = await staff.list<Item>(`/v1/campaigns/${campaigns[0]?.id}/activities`);
    expect(activities.length).toBeGreaterThan(0);
    for (const { needId, startsAt } of activities) {
      await eventually(async () => {
        const need = await staff.get<Item>(`/v1/needs/${needId as string}`);
        expect(need).toMatchObject({ state: 'published', startsAt });
      });
    }
  });
});

describe('a need voiced in a venue', () => {
  it('is a draft in the request service, with the venue on it', async () => {
    const [venue] = await staff.list<Item>('/v1/venues');
    const start = Date.now() + 48 * HOUR_MS;
    const { needId } = await platform.as('resident', 'resident-1').post<{ needId: string }>(
      `/v1/venues/${venue?.id}/needs`,
      {
        ...{ catalogueItemCode: 'SG-020', title: '想学手机视频', places: 2 },
        ...{ startsAt: new Date(start).toISOString(), endsAt: new Date(start + HOUR_MS).toISOString() },
      },
      randomUUID(),
    );
    await eventually(async () => {
      const need = await staff.get<Item>(`/v1/needs/${needId}`);
      expect(need).toMatchObject({ state: 'draft', title: '想学手机视频', location: { name: venue?.name } });
    });
  });
});

describe('a child of a holiday class', () => {
  /** A class that is open: a volunteer has claimed its first session's need. Sessions on ten days, for holidays have none. */
  async function openClass(): Promise<{ id: string; firstDay: string }> {
    const firstDay = new Date(Date.now() + 72 * HOUR_MS).toISOString().slice(0, 10);
    const untilOn = new Date(Date.now() + 20 * 24 * HOUR_MS).toISOString().slice(0, 10);
    const [programme] = await staff.list<Item>('/v1/programmes?kind=classes');
    const venue = await staff.post<Item>('/v1/venues', {
      ...{ name: '书法教室', kind: 'activity-room', capacity: 10 },
      hours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '08:00', until: '21:00' })),
    });
    const term = await staff.post<Item>('/v1/terms', {
      ...{ programmeId: programme?.id, name: '假期班', fromOn: firstDay, untilOn },
      enrolmentOpensAt: new Date(Date.now() - HOUR_MS).toISOString(),
    });
    await staff.post(`/v1/terms/${term.id}/opening`);
    const { id, sessions } = await staff.post<{ id: string; sessions: { id: string; needId: string }[] }>(
      '/v1/classes',
      {
        ...{ termId: term.id, venueId: venue.id, name: '小小书法家', course: '书法', places: 1, skills: [] },
        ...{ minimumAge: 6, maximumAge: 12, minutes: 60, recurrence: 'FREQ=DAILY;COUNT=10', personInCharge: '社工' },
        startsAt: `${firstDay}T10:00:00+08:00`,
      },
    );
    const [teacher] = generateVolunteers({ count: 1, seed: 1, year: new Date().getUTCFullYear(), groupIds: [] });
    await seedVolunteers(staff, [teacher!]);
    const claim = () => platform.as('volunteer', teacher!.id).post(`/v1/needs/${sessions[0]?.needId}/claims`);
    await eventually(claim);
    await eventually(() => staff.post(`/v1/classes/${id}/opening`));
    return { id, firstDay };
  }

  it('is told of by the guardian, enrolled where claims are decided, and known to be in where classes are run', async () => {
    const { id, firstDay } = await openClass();
    const bornFor = (years: number) => `${Number(firstDay.slice(0, 4)) - years}-01-01`;
    const guardian = platform.as('resident', 'guardian-1');
    const tell = (birthDate: string) =>
      guardian.post<Item>('/v1/children', {
        ...{ name: '小雨', birthDate, consent: true },
        pickUps: [{ name: '王外婆', phone: '13800138000', relation: '外婆' }],
      });
    const [child, sibling, baby] = [await tell(bornFor(8)), await tell(bornFor(10)), await tell(bornFor(3))];
    const enrol = (children: Item[], key = randomUUID()) =>
      guardian.post<{ state: string; items: Item[] }>(
        `/v1/classes/${id}/enrolments`,
        { childIds: children.map((one) => one.id) },
        key,
      );
    // Children are known there a moment after they were told of.
    await eventually(() => expect(enrol([baby])).rejects.toMatchObject({ code: 'enrolment-wrong-age' }));
    const key = randomUUID();
    const [claim] = (await eventually(() => enrol([child], key))).items;
    const becomes = (state: string, claimId: string) =>
      eventually(async () => {
        const [enrolment] = await guardian.list<Item>(`/v1/enrolments?claimId=${claimId}`);
        expect(enrolment).toMatchObject({ state, classId: id });
      });
    await becomes('enrolled', claim!.id);
    const waiting = await enrol([sibling]);
    expect(waiting.state).toBe('waiting');
    await becomes('waiting', waiting.items[0]!.id);
    await guardian.delete(`/v1/claims/${claim!.id}`);
    await becomes('withdrawn', claim!.id);
    await becomes('enrolled', waiting.items[0]!.id);
    expect(await staff.get<Item>(`/v1/classes/${id}`)).toMatchObject({ enrolled: 1, waiting: 0 });
  });
});

describe('a chair for the park', () => {
  it('is pledged where claims are decided, engraved with the giver’s words, and stays given once it has come', async () => {
    const appeal = await staff.post<Item>('/v1/appeals', {
      ...{ title: '西山公园爱心椅', thing: '爱心椅', wanted: 1, place: '西山公园', upkeepMonths: 6 },
      basis: {
        kind: 'written-decision',
        title: '睦邻协商 2026 年第 3 轮',
        decidedOn: new Date(Date.now() - 480 * HOUR_MS).toISOString().slice(0, 10),
      },
      opensAt: new Date(Date.now() - HOUR_MS).toISOString(),
    });
    const giver = platform.as('resident', 'giver-1');
    const key = randomUUID();
    const claim = await eventually(() => giver.post<Item>(`/v1/appeals/${appeal.id}/pledges`, {}, key));
    expect(claim).toMatchObject({ state: 'held', place: 1 });
    const waiting = await platform.as('resident', 'giver-2').post<Item>(`/v1/appeals/${appeal.id}/pledges`);
    expect(waiting).toMatchObject({ state: 'waiting', position: 1 });
    const pledge = await eventually(async () => {
      const [one] = await giver.list<Item & { version: number }>(`/v1/pledges?claimId=${claim.id}`);
      expect(one).toMatchObject({ state: 'pledged', number: 1 });
      return one!;
    });
    const path = `/v1/pledges/${pledge.id}`;
    await giver.change(`${path}/engraving`, { engraving: '王家三代赠', namesConsent: true }, pledge.version);
    await staff.post(`${path}/delivery`);
    await eventually(async () =>
      expect((await giver.get<Item>(`/v1/claims/${claim.id}`)).deliveredAt).toEqual(expect.any(String)),
    );
    await expect(giver.delete(`/v1/claims/${claim.id}`)).rejects.toMatchObject({ code: 'already-delivered' });
  });
});
