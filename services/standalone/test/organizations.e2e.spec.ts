import { randomUUID } from 'node:crypto';
import { eventually } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { seedOrganizations, seedPartners, type Api } from '../src/index.js';
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
}, 240_000);
afterAll(() => platform.stop());

describe('the organisations of Xishan', () => {
  it('are there with their branches, programmes, venues and partners, also when seeded again', async () => {
    expect([await seedOrganizations(staff), await seedPartners(staff, 2010)]).toEqual([43, 256]);
    const organizations = await staff.list<Item>('/v1/organizations');
    expect(organizations).toHaveLength(43);
    expect(organizations.filter(({ branchId }) => branchId === null)).toEqual([]);
    expect(organizations.filter(({ hub }) => hub)).toMatchObject([{ name: '西山爱心联盟' }]);
    const programmes = await staff.list<Item>('/v1/programmes');
    expect(programmes.map(({ name }) => name).sort()).toEqual(
      ['121爱回家', '公益圆疆', '文明海宁一道走', '潮城大喇叭', '爱心教室'].sort(),
    );
    expect(await staff.list('/v1/venues')).toHaveLength(4);
    const kinds = (await staff.list<Item>('/v1/partners')).map(({ kind }) => kind);
    const count = (wanted: string) => kinds.filter((kind) => kind === wanted).length;
    expect([count('listed-company'), count('chamber-of-commerce'), count('new-stratum')]).toEqual([9, 7, 240]);
  }, 120_000);

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

describe('a chair for the park', () => {
  it('is pledged where claims are decided, engraved with the giver’s words, and stays given once it has come', async () => {
    const appeal = await staff.post<Item>('/v1/appeals', {
      ...{ title: '西山公园爱心椅', thing: '爱心椅', wanted: 1, place: '西山公园', upkeepMonths: 6 },
      ...{ basis: '睦邻协商 2026 年第 3 轮', opensAt: new Date(Date.now() - HOUR_MS).toISOString() },
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
