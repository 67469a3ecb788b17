import { faultsOf } from '@huying/claim';
import { claimable, type Stage } from './story.js';
import { until } from './wait.js';

/** The skill that comes first in the waves of the story. */
const PREFERRED_SKILL = 'haircut';
const APPLICANTS = 40;
const SEARCHERS = 60;

export interface Outcome {
  readonly id: string;
  readonly volunteerId: string;
  readonly state: string;
}

interface Needed {
  readonly id: string;
}

/** So many hours from now, by the platform's clock: the story has moved it ahead. */
const hence = ({ platform }: Stage, hours: number): string => new Date(platform.hence(hours)).toISOString();

/** A need in so many hours of the story's time, published in its own way. */
async function publish(
  stage: Stage,
  fields: {
    readonly title: string;
    readonly places: number;
    readonly startsIn: number;
    readonly urgency?: string;
    readonly requirements?: object;
  },
  publication: object,
): Promise<string> {
  const { staff } = stage;
  const { startsIn, ...need } = fields;
  const { id } = await staff.post<Needed>('/v1/needs', {
    catalogueItemCode: 'LC-004',
    startsAt: hence(stage, startsIn),
    endsAt: hence(stage, startsIn + 2),
    location: { name: '居民会客厅' },
    organiser: '西山社区',
    personInCharge: '金姐',
    ...need,
  });
  await staff.post(`/v1/needs/${id}/publication`, publication);
  await claimable(stage, id);
  return id;
}

/** Claims what can be claimed, with the refusal's code instead of an outcome where there is one. */
export const claim = ({ staff }: Stage, needId: string, volunteerId: string): Promise<Outcome | string> =>
  staff
    .as('volunteer', volunteerId)
    .post<Outcome>(`/v1/needs/${needId}/claims`)
    .catch((error: unknown) => (error as { code?: string }).code ?? 'unknown');

/** So many volunteers, from that one on, all different. */
export const some = ({ rushers }: Stage, from: number, count: number): string[] =>
  Array.from(
    { length: Math.min(count, rushers.length) },
    (_, index) => rushers[(from + index) % rushers.length],
  ).flatMap((rusher) => rusher?.volunteerId ?? []);

export const isHeld = (answer: Outcome | string): answer is Outcome =>
  typeof answer !== 'string' && answer.state === 'held';

/** Waves: those with the skill first; an hour later everyone. */
export async function widenInWaves(stage: Stage): Promise<{ early: number; late: number; refused: number }> {
  const { staff, platform } = stage;
  const needId = await publish(
    stage,
    { title: '上门理发', places: 8, startsIn: 30, requirements: { skills: [], preferredSkills: [PREFERRED_SKILL] } },
    { dispatch: 'waves', waves: { groupsAt: hence(stage, 1), everyoneAt: hence(stage, 1) } },
  );
  const crowd = some(stage, 100, 40);
  const first = await Promise.all(crowd.map((id) => claim(stage, needId, id)));
  const refused = first.filter((answer) => answer === 'wave-not-reached').length;
  await platform.advance(1.1);
  const second = await Promise.all(crowd.map((id) => claim(stage, needId, id)));
  const { wave } = await staff.get<{ wave: string }>(`/v1/needs/${needId}/places`);
  if (wave !== 'everyone') throw new Error(`The need has widened to ${wave} only.`);
  return { early: first.filter(isHeld).length, late: second.filter(isHeld).length, refused };
}

interface Draw {
  readonly seed: string | null;
  readonly commitment: string;
  readonly applicants: readonly { claim: string; lots: number }[];
  readonly order: readonly number[];
}

/** What came of a draw: who holds a place, and whether drawing again gives the same. */
export interface Drawn {
  readonly applicants: number;
  readonly commitment: string;
  readonly holders: readonly Outcome[];
  readonly faults: readonly string[];
}

const drawnPlaces = ({ rushers }: Stage): number => Math.max(1, Math.min(4, Math.floor(rushers.length / 10)));

/** A draw: the commitment first, then the applicants, then the lots, which are drawn again here. */
export async function drawLots(stage: Stage): Promise<Drawn> {
  const { staff, platform } = stage;
  const needId = await publish(
    stage,
    { title: '潮城大喇叭志愿者培训', places: drawnPlaces(stage), startsIn: 40 },
    { dispatch: 'draw', drawAt: hence(stage, 1) },
  );
  const { commitment } = await until('the seed is committed to', () =>
    staff.get<Draw>(`/v1/needs/${needId}/draw`).catch(() => false as const),
  );
  const people = some(stage, 200, APPLICANTS);
  const applied = await Promise.all(people.map((id) => claim(stage, needId, id)));
  await platform.advance(1.1);
  const drawn = await until('the lots are drawn', async () => {
    const { seed, ...rest } = await staff.get<Draw>(`/v1/needs/${needId}/draw`);
    return seed !== null && { seed, ...rest };
  });
  const holders = await until('who was drawn holds a place', async () => {
    const held = await staff.list<Outcome>(`/v1/claims?needId=${needId}&state=held`);
    return held.length === drawnPlaces(stage) && held;
  });
  const faults = faultsOf(drawn);
  if (drawn.commitment !== commitment) faults.push('The commitment has changed.');
  const expected = new Set(drawn.order.slice(0, drawnPlaces(stage)).map((index) => drawn.applicants[index]?.claim));
  if (!holders.every(({ id }) => expected.has(id))) faults.push('Others hold the places than were drawn.');
  return { applicants: applied.filter((answer) => typeof answer !== 'string').length, commitment, holders, faults };
}

/** A holder hands the place over to somebody by name, who accepts: the first of some who is fit and has not applied. */
export async function handOver(stage: Stage, holders: readonly Outcome[]): Promise<{ place: number }> {
  const [holder] = holders;
  if (!holder) throw new Error('Nobody holds a place to hand over.');
  for (const heir of some(stage, 200 + APPLICANTS, 20)) {
    const taken = await handOverTo(stage, holder, heir).catch((error: unknown) => {
      if ((error as { status?: number }).status === undefined) throw error;
      return undefined;
    });
    if (taken) return taken;
  }
  throw new Error('Nobody could take the place over.');
}

async function handOverTo({ staff }: Stage, holder: Outcome, heir: string): Promise<{ place: number }> {
  const path = `/v1/claims/${holder.id}/hand-over`;
  const offer = await staff.as('volunteer', holder.volunteerId).post<Outcome>(path, { volunteerId: heir });
  const accepted = await staff
    .as('volunteer', heir)
    .post<Outcome & { place: number }>(`/v1/claims/${offer.id}/acceptance`);
  const { state } = await staff.get<Outcome>(`/v1/claims/${holder.id}`);
  if (accepted.state !== 'held' || state !== 'ended') throw new Error('The place was not handed over.');
  return accepted;
}

/** A lost elder: everyone at once, a sighting, found, and all are sent home. */
export async function searchForElder(stage: Stage): Promise<{ searchers: number; place: string; ended: number }> {
  const { staff } = stage;
  const needId = await publish(
    stage,
    { title: '121爱回家:寻找走失老人', places: 1, startsIn: 0.1, urgency: 'emergency' },
    { dispatch: 'alert' },
  );
  const people = some(stage, 300, SEARCHERS);
  const answers = await Promise.all(people.map((id) => claim(stage, needId, id)));
  const searchers = answers.filter(isHeld);
  const [finder] = searchers;
  if (!finder) throw new Error('Nobody answered the alert.');
  const place = '海宁大道公交站';
  await staff.as('volunteer', finder.volunteerId).post(`/v1/needs/${needId}/sightings`, { place, note: '穿蓝色外套' });
  await staff.post(`/v1/needs/${needId}/stand-down`, { outcome: 'handed-over' });
  const ended = await until('all are sent home', async () => {
    const all = await staff.list<{ state: string }>(`/v1/claims?needId=${needId}`);
    return all.every(({ state }) => state === 'ended') && all.length;
  });
  return { searchers: searchers.length, place, ended };
}
