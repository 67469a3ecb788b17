import { type Api, type People } from '@huying/standalone';
import { until } from '@huying/tool-demo';
import pMap from 'p-map';

import type { PlatformBed } from './platform-bed.js';
import { claimable, type UsageReader } from './usage.js';

/** How many needs, how many places each has, and how many want one. */
export interface Serving {
  readonly needs: number;
  readonly places: number;
  readonly claimants: number;
}

interface Scene {
  readonly bed: PlatformBed;
  readonly reader: UsageReader;
  readonly staff: Api;
  readonly people: People;
}

const HOUR_MS = 3_600_000;
const STARTS_IN_HOURS = 20;
const LASTS_HOURS = 2;
const AT_ONCE = { concurrency: 8 };
const CALLER = 'resident-0412';
const ADULT = 19;

/**
 * The whole life of so many needs: a call, the need, its publication to the groups, claims, the service, its end, what the caller says.
 * Needs at the same hours have claimants of their own, later ones begin with the first again.
 * @returns how many places were held and served
 */
export async function serveNeeds(scene: Scene, serving: Serving, say: (line: string) => void): Promise<number> {
  const { bed, staff, people } = scene;
  const { needs, claimants, places } = serving;
  const youngest = new Date().getFullYear() - ADULT;
  const grown = people.volunteers.filter(
    ({ birthDate, groupIds }) => groupIds.length > 0 && Number.parseInt(birthDate) <= youngest,
  );
  const volunteers = grown.map(({ id }) => staff.as('volunteer', id));
  const perRound = Math.floor(volunteers.length / claimants);
  let served = 0;
  for (let from = 0; from < needs; from += perRound) {
    const round = Array.from({ length: Math.min(perRound, needs - from) }, (_, index) => index);
    const startsAt = bed.now() + STARTS_IN_HOURS * HOUR_MS;
    const ids = await pMap(
      round,
      async (index) => {
        const id = await publish(scene, { places, startsAt });
        // They come one after the other here, and at once in the simulated district: the work for each is the same.
        for (const one of volunteers.slice(index * claimants, (index + 1) * claimants))
          await one.post(`/v1/needs/${id}/claims`);
        say(`${from + index + 1} of ${needs} needs are claimed`);
        return id;
      },
      AT_ONCE,
    );
    say(`the services of ${ids.length} needs`);
    await bed.advance(STARTS_IN_HOURS - 0.25);
    const attendances = (await pMap(ids, (id) => expected(staff, id, places), AT_ONCE)).flat();
    await pMap(attendances, ({ claimId }) => staff.post(`/v1/attendances/${claimId}/check-in`), AT_ONCE);
    await bed.advance(LASTS_HOURS + 0.5);
    await pMap(attendances, ({ claimId }) => staff.post(`/v1/attendances/${claimId}/check-out`), AT_ONCE);
    await pMap(ids, (id) => end(staff, id), AT_ONCE);
    served += attendances.length;
  }
  return served;
}

async function publish(
  { reader, staff, people }: Scene,
  { places, startsAt }: { places: number; startsAt: number },
): Promise<string> {
  const text = '楼道里的灯坏了好几天,晚上老人上下楼看不清,想请会电工的志愿者来看看。';
  const call = await staff.post<{ id: string }>('/v1/calls', {
    channel: 'hotline',
    text,
    callerName: '吴阿姨',
    callerId: CALLER,
  });
  const { id } = await staff.post<{ id: string }>('/v1/needs', {
    callId: call.id,
    catalogueItemCode: 'LC-004',
    title: '楼道灯维修',
    description: '三楼到五楼的声控灯不亮,请带绝缘手套。',
    places,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + LASTS_HOURS * HOUR_MS).toISOString(),
    location: { name: '西山小区', building: '7幢' },
    organiser: '西山社区',
    personInCharge: '金姐',
    privateDetails: '门牌号在集合点告知',
  });
  await staff.post(`/v1/needs/${id}/publication`, { groupIds: [...people.groupIds.values()] });
  await claimable(reader, id);
  return id;
}

const expected = (staff: Api, needId: string, places: number) =>
  until('all holders are expected', async () => {
    const all = await staff.list<{ claimId: string }>(`/v1/attendances?needId=${needId}&state=expected`);
    return all.length === places && all;
  });

async function end(staff: Api, id: string): Promise<void> {
  await until('the need is in service', async () => {
    const { state } = await staff.get<{ state: string }>(`/v1/needs/${id}`);
    return state === 'in-service';
  });
  await staff.post(`/v1/needs/${id}/completion`, { reason: '服务已完成' });
  await staff.as('resident', CALLER).post(`/v1/needs/${id}/feedback`, { rating: 5, text: '谢谢大家!' });
}
