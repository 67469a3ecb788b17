import { setTimeout as pause } from 'node:timers/promises';
import type { ServerName, Servers } from '@huying/infrastructure';
import { Chance, type Api, type People } from '@huying/standalone';
import type { Onlooker } from './onlooker.js';
import type { DemoOptions } from './options.js';
import type { DemoPlatform } from './platform.js';
import { PRESSING_MS, RushHour, type Outcome, type Rusher, type Wish } from './rush.js';
import type { Stores } from './stores.js';
import { until } from './wait.js';

/** What the scenes play on. */
export interface Stage {
  readonly options: DemoOptions;
  readonly servers: Servers;
  readonly platform: DemoPlatform;
  readonly staff: Api;
  readonly stores: Stores;
  readonly onlooker: Onlooker;
  readonly people: People;
  /** All of them, each with a token. */
  readonly rushers: readonly Rusher[];
}

interface Call {
  readonly id: string;
  readonly acceptedCode: string | null;
  readonly candidates: readonly { code: string; confidence: number }[];
}

export interface Need {
  readonly id: string;
  readonly state: string;
  readonly opensAt: string;
  readonly rating: number | null;
  readonly board: { held: number; waiting: number; attended: number; serviceMinutes: number };
}

/** The volunteer groups that the need goes to; about half of all are in one of them. */
export const CALLED_GROUPS = [
  '银龄互助群',
  '西山红帮帮团',
  '小区红管家',
  '楼道红管家',
  '金姐热线接听队',
  '121爱回家寻人队',
];
const NEEDED_AGE = 18;
const CALLER = 'resident-0412';
const HOUR_MS = 3_600_000;
/** From the call to the service: tomorrow. */
const STARTS_IN_HOURS = 26;
const LASTS_HOURS = 2;
const OPENS_IN_MS = 2_000;
const EARLY = 5;
const CLASHING = 3;
const AGAIN = 5;
/** How long a server that is killed stays away: longer than the claim service waits for its journal, so that somebody is told to come back. */
const AWAY_MS = 7_000;

/** Scene 1: a resident calls, staff write it down, and the classifier compares it with the catalogue. */
export async function takeCall({ staff }: Stage): Promise<Call & { text: string; item: string; confidence: number }> {
  const text = '天气冷了,楼里几位独居老人子女都不在身边,想请志愿者上门去看看,陪他们说说话。';
  const call = await staff.post<Call>('/v1/calls', {
    channel: 'hotline',
    text,
    callerName: '吴阿姨',
    callerId: CALLER,
  });
  const code = call.acceptedCode ?? call.candidates[0]?.code;
  if (!code) throw new Error('The classifier found nothing in the call.');
  const item = await staff.get<{ code: string; nameZh: string; nameEn: string }>(`/v1/catalogue/items/${code}`);
  const confidence = call.candidates.find((candidate) => candidate.code === code)?.confidence ?? 0;
  return { ...call, acceptedCode: code, text, item: `${item.code} ${item.nameZh} (${item.nameEn})`, confidence };
}

/** Scene 2: a need is raised from the call. */
export async function raiseNeed({ staff, options }: Stage, call: Call): Promise<Need> {
  const startsAt = Date.now() + STARTS_IN_HOURS * HOUR_MS;
  return staff.post<Need>('/v1/needs', {
    callId: call.id,
    catalogueItemCode: call.acceptedCode,
    title: '独居老人探访:天冷了去坐坐',
    description: '两人一组,上门陪老人聊天,看看家里冷不冷。',
    places: options.places,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + LASTS_HOURS * HOUR_MS).toISOString(),
    location: { name: '西山小区', building: '7幢' },
    requirements: { skills: [], minimumAge: NEEDED_AGE },
    organiser: '西山社区',
    personInCharge: '金姐',
    privateDetails: '门牌号在集合点告知',
  });
}

/**
 * Before scene 3: another need at the same hours has its places held, so that these volunteers are busy when the rush comes.
 */
export async function fillAnotherNeed(stage: Stage, need: Need): Promise<void> {
  const { staff, platform } = stage;
  const { startsAt, endsAt } = await staff.get<{ startsAt: string; endsAt: string }>(`/v1/needs/${need.id}`);
  const other = await staff.post<Need>('/v1/needs', {
    catalogueItemCode: 'LC-004',
    title: '便民理发',
    places: CLASHING,
    startsAt,
    endsAt,
    location: { name: '居民会客厅' },
    organiser: '西山社区',
    personInCharge: '金姐',
  });
  await staff.post(`/v1/needs/${other.id}/publication`, { waitingList: false });
  await claimable(stage, other.id);
  const hour = new RushHour(platform.url, other.id, new Chance(0));
  for (const rusher of fit(stage).slice(0, CLASHING)) {
    const { outcome, refusal } = await hour.claim(rusher);
    if (outcome?.state !== 'held') throw new Error(`A place of the other need was not given: ${refusal ?? 'waiting'}.`);
  }
  await hour.end();
}

/** Those whom the need is for: in one of the groups, and surely of age. */
function fit({ people, rushers }: Stage): Rusher[] {
  const called = new Set(calledGroupIds(people));
  const lastYear = new Date().getFullYear() - NEEDED_AGE - 1;
  const ids = new Set(
    people.volunteers
      .filter(
        ({ groupIds, birthDate }) => groupIds.some((id) => called.has(id)) && Number.parseInt(birthDate) <= lastYear,
      )
      .map(({ id }) => id),
  );
  return rushers.filter(({ volunteerId }) => ids.has(volunteerId));
}

const calledGroupIds = ({ groupIds }: People): string[] => CALLED_GROUPS.flatMap((name) => groupIds.get(name) ?? []);

/** Scene 3: the need goes to its groups; claiming opens a little later, and the impatient are told so. */
export async function publishNeed(stage: Stage, need: Need, rush: RushHour): Promise<Need> {
  const { staff, rushers, people } = stage;
  const opensAt = new Date(Date.now() + OPENS_IN_MS).toISOString();
  const published = await staff.post<Need>(`/v1/needs/${need.id}/publication`, {
    ...{ groupIds: calledGroupIds(people), opensAt },
  });
  await claimable(stage, need.id);
  await Promise.all(rushers.slice(-EARLY).map((rusher) => rush.claim(rusher)));
  return published;
}

/** The need can be claimed; a moment after its publication. */
export async function claimable({ staff }: Stage, needId: string): Promise<void> {
  await until('the need can be claimed', () =>
    staff.get(`/v1/needs/${needId}/places`).then(
      () => true,
      () => false,
    ),
  );
}

/** Scene 4: everybody at once. Afterwards some who have their answer try once more, as a new wish. */
export async function rushForPlaces({ rushers, options, servers }: Stage, need: Need, rush: RushHour): Promise<void> {
  await until('claiming opens', () => Promise.resolve(Date.now() >= Date.parse(need.opensAt)));
  await Promise.all([rush.all(rushers), options.kill && killForAMoment(servers, options.kill)]);
  const inside = rush.result.wishes.filter(({ outcome }) => outcome);
  for (const { volunteerId, token } of inside.slice(0, AGAIN)) await rush.claim({ volunteerId, token });
}

async function killForAMoment(servers: Servers, name: ServerName): Promise<void> {
  await pause(PRESSING_MS / 4);
  await servers.kill(name);
  await pause(AWAY_MS);
  await servers.start(name);
}

/** What the volunteers were told, one of each claim. */
export function told(rush: RushHour): (Wish & { outcome: Outcome })[] {
  const byClaim = new Map<string, Wish & { outcome: Outcome }>();
  for (const wish of rush.result.wishes)
    if (wish.outcome) byClaim.set(wish.outcome.id, { ...wish, outcome: wish.outcome });
  return [...byClaim.values()];
}

/** How many of them hold a place and how many wait, as they were told. */
export function toldCounts(rush: RushHour): { held: number; waiting: number } {
  const held = told(rush).filter(({ outcome }) => outcome.state === 'held').length;
  return { held, waiting: told(rush).length - held };
}

/** Who gave a place back, and who has it now. */
export interface GivenBack {
  readonly place: number;
  readonly from: string;
  readonly to: string;
  readonly tookMs: number;
}

/** Scene 5: a holder gives the place back, and the first in line has it. */
export async function givePlaceBack({ staff }: Stage, rush: RushHour): Promise<GivenBack> {
  const holder = told(rush).find(({ outcome }) => outcome.state === 'held');
  const first = told(rush).find(({ outcome }) => outcome.position === 1);
  if (!holder || !first) throw new Error('Nobody holds a place, or nobody waits for one.');
  const started = performance.now();
  await staff.as('volunteer', holder.volunteerId).delete(`/v1/claims/${holder.outcome.id}`);
  const next = staff.as('volunteer', first.volunteerId);
  const { place } = await until('the first in line moves up', async () => {
    const claim = await next.get<{ state: string; place: number }>(`/v1/claims/${first.outcome.id}`);
    return claim.state === 'held' && claim;
  });
  const tookMs = Math.round(performance.now() - started);
  return { place, from: holder.volunteerId, to: first.volunteerId, tookMs };
}

interface Attendance {
  readonly claimId: string;
  readonly volunteerId: string;
}

/** Those who are expected: holders of places, once the volunteer service has heard of all that happened. */
async function expected({ staff, options }: Stage, need: Need, { from, to }: GivenBack): Promise<Attendance[]> {
  return until('all holders are expected', async () => {
    const all = await staff.list<Attendance>(`/v1/attendances?needId=${need.id}&state=expected`);
    const who = new Set(all.map(({ volunteerId }) => volunteerId));
    return all.length === options.places && who.has(to) && !who.has(from) && all;
  });
}

/** Scene 6: next day, half an hour before the start; each holder gives the code on the door, staff note one by hand. */
export async function checkIn(stage: Stage, need: Need, givenBack: GivenBack): Promise<Attendance[]> {
  const { platform, staff } = stage;
  const holders = await expected(stage, need, givenBack);
  await platform.advance(STARTS_IN_HOURS - 0.5);
  for (const [index, { claimId, volunteerId }] of holders.entries()) {
    const withoutPhone = index > 0 && index === holders.length - 1;
    if (withoutPhone) await staff.post(`/v1/attendances/${claimId}/check-in`);
    else {
      const { code } = await staff.get<{ code: string }>(`/v1/attendance-codes/${need.id}`);
      await staff.as('volunteer', volunteerId).post(`/v1/attendances/${claimId}/check-in`, { code });
    }
  }
  return holders;
}

/** Scene 7: two hours later, everybody checks out and the service is entered in the records. Returns the minutes. */
export async function checkOut(
  { platform, staff }: Stage,
  need: Need,
  holders: readonly Attendance[],
): Promise<number> {
  await platform.advance(LASTS_HOURS + 0.5);
  let minutes = 0;
  for (const { claimId, volunteerId } of holders) {
    const { code } = await staff.get<{ code: string }>(`/v1/attendance-codes/${need.id}`);
    const volunteer = staff.as('volunteer', volunteerId);
    await volunteer.post(`/v1/attendances/${claimId}/check-out`, { code });
    const record = await volunteer.get<{ totals: { minutes: number } }>(`/v1/volunteers/${volunteerId}/service-record`);
    minutes += record.totals.minutes;
  }
  return minutes;
}

/** Scene 8: staff complete the need, the caller is asked and says 5, which closes it. */
export async function askCaller({ staff }: Stage, need: Need): Promise<Need> {
  await until('the need is in service', async () => {
    const { state } = await staff.get<Need>(`/v1/needs/${need.id}`);
    return state === 'in-service';
  });
  await staff.post(`/v1/needs/${need.id}/completion`, { reason: '服务已完成' });
  const feedback = { rating: 5, text: '老人们很开心,谢谢大家!' };
  return staff.as('resident', CALLER).post<Need>(`/v1/needs/${need.id}/feedback`, feedback);
}
