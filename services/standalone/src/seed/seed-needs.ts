import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import { ApiRefusal } from './api-refusal.js';
import { patiently } from './patiently.js';
import { volunteerId } from './people.js';
import { stories, type Story } from './stories.js';

interface Need {
  readonly id: string;
}

const HOUR_MS = 3_600_000;

/**
 * Calls and needs in different states, so that there is something to look at. A seeding that broke off goes on with those
 * that are not there yet.
 * @param groupIds ids of the volunteer groups by name
 * @returns how many calls were made
 */
export async function seedNeeds(
  staff: Api,
  groupIds: ReadonlyMap<string, string>,
  volunteers: number,
): Promise<number> {
  let played = 0;
  for (const story of stories) {
    if (await isThere(staff, story)) continue;
    await play(staff, story, groupIds, volunteers);
    played += 1;
  }
  return played;
}

/** What others have raised meanwhile is no reason to leave a story out. */
async function isThere(staff: Api, { text, need }: Story): Promise<boolean> {
  if (need) {
    const query = `q=${encodeURIComponent(need.title)}&catalogueItemCode=${need.item}&limit=1`;
    return (await staff.get<{ items: Need[] }>(`/v1/needs?${query}`)).items.length > 0;
  }
  const { items } = await staff.get<{ items: { text: string }[] }>('/v1/calls?limit=100');
  return items.some((call) => call.text === text);
}

async function play(
  staff: Api,
  { channel, text, callerName, need: wish, ending }: Story,
  groupIds: ReadonlyMap<string, string>,
  volunteers: number,
): Promise<void> {
  const call = await staff.post<{ id: string }>('/v1/calls', { channel, text, callerName });
  if (!wish) return;
  const { item, startsInHours, hours, skills = [], minimumAge = 0, groups = [], ...rest } = wish;
  const startsAt = Date.now() + startsInHours * HOUR_MS;
  const need = await staff.post<Need>('/v1/needs', {
    ...rest,
    callId: call.id,
    catalogueItemCode: item,
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(startsAt + hours * HOUR_MS).toISOString(),
    requirements: { skills, minimumAge },
    organiser: '西山社区',
    personInCharge: '金姐',
  });
  if (ending === 'draft') return;
  const publication = { groupIds: groups.flatMap((name) => groupIds.get(name) ?? []) };
  await staff.post(`/v1/needs/${need.id}/publication`, publication);
  if (ending === 'filled' || ending === 'in-service') {
    const held = await fill(staff, need.id, wish.places, volunteers);
    if (ending === 'in-service' && held > 0) await noteArrival(staff, need.id);
  }
  if (ending === 'cancelled') await staff.post(`/v1/needs/${need.id}/cancellation`, { reason: '天气原因,改期举行' });
}

/**
 * Volunteers claim until the need is full; whoever does not fit is refused as in life, and the next one tries. Returns how
 * many places are held.
 */
async function fill(staff: Api, needId: string, places: number, volunteers: number): Promise<number> {
  let held = 0;
  for (let number = 1; held < places && number <= volunteers; number++) {
    const volunteer = staff.as('volunteer', volunteerId(number));
    if (await claims(volunteer, needId)) held += 1;
  }
  return held;
}

/** Staff note that the first of those who hold a place has come, which starts the service. */
async function noteArrival(staff: Api, needId: string): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const path = `/v1/attendances?needId=${needId}&state=expected&limit=1`;
    const { items } = await staff.get<{ items: { claimId: string }[] }>(path);
    const [first] = items;
    if (first) return staff.post(`/v1/attendances/${first.claimId}/check-in`);
    await pause(100);
  }
}

const TRIES = 600;

async function claims(volunteer: Api, needId: string): Promise<boolean> {
  const key = randomUUID();
  // A need published this very moment is not known to the claim service yet.
  const passing = ({ status }: ApiRefusal) => status === 404 || status === 503;
  try {
    await patiently(() => volunteer.post(`/v1/needs/${needId}/claims`, {}, key), passing);
    return true;
  } catch (error) {
    if (!(error instanceof ApiRefusal) || passing(error)) throw error;
    return false;
  }
}
