import pMap from 'p-map';
import type { Api } from './api.js';
import { HUB, seededOrganizations, seededVenues, WORKERS, type SeededOrganization } from './organizations.js';

interface Organization {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly state: string;
  readonly hubId: string | null;
  readonly branchId: string | null;
  readonly contactPersonId: string | null;
}

interface OrganizationFile extends Organization {
  readonly members: number;
  readonly partyMembersAssigned: number;
  readonly milestones: readonly { readonly id: string; readonly kind: string; readonly reachedAt: string | null }[];
}

interface Programme {
  readonly id: string;
  readonly state: string;
}

const DAY_MS = 86_400_000;
const reason = '居委会讨论决定';
/** How many share a joint branch. */
const JOINT = 4;
/** So many work at once, each with a caller's allowance of requests of its own. */
const SEEDERS = 6;

const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

/**
 * The social organisations with their members, branches and programmes, and the venues. Each is brought as far as it should be
 * from where it stands, so that a seeding that broke off goes on.
 * @returns how many organisations there are
 */
export async function seedOrganizations(staff: Api): Promise<number> {
  await Promise.all([seedVenues(staff), seedWorkers(staff)]);
  const known = new Map((await staff.list<Organization>('/v1/organizations')).map((one) => [one.name, one]));
  const seeders = Array.from({ length: SEEDERS }, (_, index) => staff.as('staff', `seed-${index}`));
  const seederOf = (index: number): Api => seeders[index % SEEDERS] ?? staff;
  const files = await pMap(
    seededOrganizations,
    async (wish, index): Promise<[SeededOrganization, OrganizationFile]> => {
      const organization = known.get(wish.name) ?? (await apply(seederOf(index), wish));
      return [wish, await prepare(seederOf(index), wish, organization)];
    },
    { concurrency: SEEDERS },
  );
  await seedBranches(staff, files);
  const hub = files.find(([{ name }]) => name === HUB)?.[1];
  await pMap(
    files,
    async ([wish, { id }], index) => {
      const organization = await finish(seederOf(index), wish, id);
      const contactPersonId = `project-worker-${1 + (index % WORKERS['project-worker'])}`;
      await introduce(seederOf(index), organization, contactPersonId, hub?.id);
      await assignPartyMember(seederOf(index), organization.id, 1 + index);
      if (wish.programme) await seedProgramme(seederOf(index), wish, id);
    },
    { concurrency: SEEDERS },
  );
  return files.length;
}

const apply = (api: Api, { name, purpose }: SeededOrganization): Promise<Organization> =>
  api.post('/v1/organizations', { name, purpose, hub: name === HUB, accountId: `org-${name}` });

/** Accepted, with its members, and its incubation begun. */
async function prepare(
  api: Api,
  { fullMembers }: SeededOrganization,
  { id, name }: Organization,
): Promise<OrganizationFile> {
  const path = `/v1/organizations/${id}`;
  let file = await api.get<OrganizationFile>(path);
  if (file.state === 'applied') await api.post(`${path}/acceptance`, { reason });
  for (let number = file.members + 1; number <= Math.max(fullMembers, 3); number++) {
    const partyStanding = number <= fullMembers ? 'full' : 'none';
    await api.post(`${path}/members`, { personId: `member-${name}-${number}`, partyStanding });
  }
  file = await api.get<OrganizationFile>(path);
  if (file.state !== 'accepted') return file;
  const kinds = ['charter', 'members', 'room', 'first-activity', 'party-branch', 'accounts', 'registration'];
  const milestones = kinds.map((kind, index) => ({ kind, ownerId: 'seed', dueOn: inDays(20 + 10 * index) }));
  return api.post(`${path}/incubation`, { reason, milestones });
}

/** Who has three full party members forms a branch of its own; others share joint ones. */
async function seedBranches(
  staff: Api,
  files: readonly (readonly [SeededOrganization, OrganizationFile])[],
): Promise<void> {
  const without = files.filter(([, { branchId }]) => branchId === null);
  for (const [{ name, fullMembers }, { id }] of without) {
    if (fullMembers >= 3) await staff.post('/v1/branches', { name: `${name}党支部`, organizationIds: [id] });
  }
  const sharing = without.filter(([{ fullMembers }]) => fullMembers < 3);
  for (let at = 0; at < sharing.length; at += JOINT) {
    // The last few join the one before: alone they would be too few.
    const group = sharing.slice(at, sharing.length - at < 2 * JOINT ? undefined : at + JOINT);
    const name = `第${1 + at / JOINT}联合党支部`;
    await staff.post('/v1/branches', { name, joint: true, organizationIds: group.map(([, { id }]) => id) });
    if (group.length > JOINT) break;
  }
}

/** Its milestones reached, as far as it should have come. */
async function finish(api: Api, { standing }: SeededOrganization, id: string): Promise<Organization> {
  const path = `/v1/organizations/${id}`;
  const { state, milestones } = await api.get<OrganizationFile>(path);
  if (state === 'incubating') {
    const reached = standing === 'incubating' ? milestones.slice(0, 3) : milestones;
    for (const milestone of reached) {
      if (milestone.reachedAt !== null) continue;
      await api.post(`${path}/milestones/${milestone.id}/evidence`, { evidence: [`档案:${milestone.kind}`] });
    }
    if (standing !== 'incubating') await api.post(`${path}/graduation`, { reason });
  }
  const now = await api.get<Organization>(path);
  if (standing === 'dormant' && now.state === 'graduated')
    return api.post(`${path}/dormancy`, { reason: '负责人外出' });
  return now;
}

/** To its contact among the staff, and to the hub. */
async function introduce(
  api: Api,
  organization: Organization,
  personId: string,
  hubId: string | undefined,
): Promise<void> {
  const path = `/v1/organizations/${organization.id}`;
  let { version } = organization;
  if (organization.contactPersonId === null) {
    ({ version } = await api.change<Organization>(`${path}/contact-person`, { personId }, version));
  }
  if (hubId && organization.hubId === null && organization.id !== hubId)
    await api.change(`${path}/hub`, { hubId }, version);
}

/** A party member of the community in each (社区党员进社会组织), but in one that rests. */
async function assignPartyMember(api: Api, id: string, number: number): Promise<void> {
  const { state, partyMembersAssigned } = await api.get<OrganizationFile>(`/v1/organizations/${id}`);
  if (state === 'dormant' || partyMembersAssigned > 0) return;
  await api.post(`/v1/organizations/${id}/party-members`, { personId: `party-member-${number}` });
}

async function seedProgramme(
  api: Api,
  { programme, campaign }: SeededOrganization,
  organizationId: string,
): Promise<void> {
  const known = await api.list<Programme>(`/v1/programmes?organizationId=${organizationId}`);
  const period = { fromOn: inDays(-30), untilOn: inDays(335) };
  const planned =
    known[0] ?? (await api.post<Programme>('/v1/programmes', { organizationId, ...programme, ...period }));
  if (planned.state === 'planned') await api.post(`/v1/programmes/${planned.id}/opening`);
  if (!campaign) return;
  const running = await api.list<{ id: string }>(`/v1/campaigns?programmeId=${planned.id}`);
  if (running.length > 0) return;
  await api.post('/v1/campaigns', {
    ...campaign,
    ...{ programmeId: planned.id, firstStartsAt: nextMorning(campaign.recurrence), personInCharge: '值班社工' },
  });
}

/** Nine o'clock in China on the first Saturday, or Sunday, to come. */
function nextMorning(recurrence: string): string {
  const weekday = recurrence.includes('SU') ? 0 : 6;
  const at = new Date(Date.now() + 2 * DAY_MS);
  while (at.getUTCDay() !== weekday) at.setUTCDate(at.getUTCDate() + 1);
  return `${at.toISOString().slice(0, 10)}T09:00:00+08:00`;
}

async function seedVenues(staff: Api): Promise<void> {
  const known = new Set((await staff.list<{ name: string }>('/v1/venues')).map(({ name }) => name));
  for (const venue of seededVenues) if (!known.has(venue.name)) await staff.post('/v1/venues', venue);
}

async function seedWorkers(staff: Api): Promise<void> {
  const known = new Set((await staff.list<{ personId: string }>('/v1/community-workers')).map((one) => one.personId));
  for (const [kind, count] of Object.entries(WORKERS)) {
    for (let number = 1; number <= count; number++) {
      const personId = `${kind}-${number}`;
      if (!known.has(personId)) await staff.post('/v1/community-workers', { personId, kind });
    }
  }
}
