import type { Api } from '@huying/standalone';
import type { Stage } from '../story.js';
import { until } from '../wait.js';
import { refusalOf } from './refusal.js';

export const CHAIRS = 10;
export const RESIDENTS = 60;

/** What a resident was told. */
export interface Pledged {
  readonly giver: Api;
  readonly id: string;
  readonly state: 'held' | 'waiting';
  readonly place: number | null;
}

interface Pledge {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

/** The community asks for chairs, as was decided; nobody can pledge one yet. */
export async function askForChairs({ staff, platform }: Stage): Promise<string> {
  const { id } = await staff.post<{ id: string }>('/v1/appeals', {
    ...{ title: '西山公园爱心椅', thing: '爱心椅', wanted: CHAIRS, place: '西山公园', upkeepMonths: 6 },
    basis: {
      ...{ kind: 'written-decision', title: '居民会议 2026 年第 3 次决定' },
      decidedOn: new Date(platform.hence(-480)).toISOString().slice(0, 10),
    },
    opensAt: new Date(platform.hence(1)).toISOString(),
  });
  const early = staff.as('resident', 'giver-0');
  await until('the claim service knows the appeal', async () => {
    const refusal = await refusalOf(() => early.post(`/v1/appeals/${id}/pledges`));
    return refusal === 'pledging-too-early';
  });
  return id;
}

/** All chairs should be promised within it. */
export const GOAL_MS = 1_000;

/** All residents at once: when the last chair was promised, and when everybody had an answer. */
export async function rushForChairs(
  { staff, platform }: Stage,
  appealId: string,
): Promise<{ told: Pledged[]; pledgedMs: number; answeredMs: number }> {
  const givers = Array.from({ length: RESIDENTS }, (_, index) => staff.as('resident', `giver-${index}`));
  await Promise.all(givers.map((giver) => giver.bearer()));
  await platform.advance(1);
  const since = performance.now();
  const told = await Promise.all(
    givers.map(async (giver) => {
      const answer = await giver.post<Omit<Pledged, 'giver'>>(`/v1/appeals/${appealId}/pledges`);
      return { ...answer, giver, ms: performance.now() - since };
    }),
  );
  const promised = told.filter(({ state }) => state === 'held').map(({ ms }) => ms);
  return {
    told,
    pledgedMs: Math.round(Math.max(...promised)),
    answeredMs: Math.round(performance.now() - since),
  };
}

/** One chair from the words on it to its place in the park. */
export async function engraveAndInstall({ staff }: Stage, told: readonly Pledged[]): Promise<number> {
  const first = told.find(({ place }) => place === 1);
  if (!first) throw new Error('Nobody gives the first chair.');
  const pledge = await until('the pledge is known', async () => {
    const [one] = await first.giver.list<Pledge>(`/v1/pledges?claimId=${first.id}`);
    return one?.state === 'pledged' && one;
  });
  const path = `/v1/pledges/${pledge.id}`;
  await first.giver.change(`${path}/engraving`, { engraving: '西山新居民赠', namesConsent: true }, pledge.version);
  await staff.post(`${path}/delivery`);
  await staff.post(`${path}/installation`);
  return 1;
}
