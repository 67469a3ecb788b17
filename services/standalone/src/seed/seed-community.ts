import type { Api } from './api.js';
import { generateVolunteers, type GeneratedVolunteer } from './people.js';
import { seedMediators } from './seed-mediators.js';
import { seedNeeds } from './seed-needs.js';
import { seedOrganizations } from './seed-organizations.js';
import { seedPartners } from './seed-partners.js';
import { seedGroups, seedVolunteers, type Imported } from './seed-volunteers.js';

/** The same people in every Xishan, unless another seed is asked for. */
export const SEED = 2010;

/** Who is to live there. */
export interface PeopleWish {
  readonly count: number;
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (imported: Imported) => void;
}

/** Who lives there now. */
export interface People {
  /** Ids of the volunteer groups by name. */
  readonly groupIds: ReadonlyMap<string, string>;
  readonly volunteers: readonly GeneratedVolunteer[];
}

/** The volunteer groups, and the volunteers in them, by one import. Those who are there stay as they are. */
export async function seedPeople(staff: Api, { count, seed, ...hearing }: PeopleWish): Promise<People> {
  const groupIds = await seedGroups(staff);
  const year = new Date().getFullYear();
  const volunteers = [...generateVolunteers({ count, seed, year, groupIds: [...groupIds.values()] })];
  await seedVolunteers(staff, volunteers, hearing);
  return { groupIds, volunteers };
}

/**
 * What goes on among these people: calls and needs, social organisations, partners, mediators. What is there stays.
 * @returns how many there are of each, of calls only those that were new
 */
export async function seedLife(staff: Api, { groupIds, volunteers }: People, seed: number) {
  const [calls, organizations, partners, mediators] = await Promise.all([
    seedNeeds(staff, groupIds, volunteers.length),
    seedOrganizations(staff),
    seedPartners(staff, seed),
    seedMediators(staff, seed, volunteers.length),
  ]);
  return { calls, organizations, partners, mediators };
}
