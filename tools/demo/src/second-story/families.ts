import { Chance, personName, type Api } from '@huying/standalone';
import pMap from 'p-map';
import type { Stage } from '../story.js';
import { until } from '../wait.js';

/** A guardian with one child, or two who go together. */
export interface Family {
  readonly guardian: Api;
  readonly childIds: readonly string[];
}

export const FAMILIES = 120;
/** Every fourth family has two children. */
const SIBLINGS_EVERY = 4;
const AGE = 8;
const AT_ONCE = 16;

/** Who fetches the children of the story. */
export const PICK_UP = '外婆';

/** Guardians tell of their children, with consent. */
export async function registerFamilies({ staff, stores, platform, options }: Stage): Promise<Family[]> {
  const chance = new Chance(options.seed + 2);
  const year = new Date(platform.hence(0)).getUTCFullYear() - AGE;
  const names = Array.from({ length: 2 * FAMILIES }, () => personName(chance));
  const families = await pMap(
    Array.from({ length: FAMILIES }, (_, index) => index),
    async (index) => {
      const guardian = staff.as('resident', `guardian-${index}`);
      const childIds: string[] = [];
      for (let child = 0; child < (index % SIBLINGS_EVERY === 0 ? 2 : 1); child += 1) {
        const { id } = await guardian.post<{ id: string }>('/v1/children', {
          ...{ name: names[2 * index + child], birthDate: `${year}-0${1 + child}-15`, consent: true },
          pickUps: [{ name: PICK_UP, phone: '13800138000', relation: '外婆' }],
        });
        childIds.push(id);
      }
      return { guardian, childIds };
    },
    { concurrency: AT_ONCE },
  );
  const children = families.flatMap(({ childIds }) => childIds).length;
  await until('the claim service knows the children', async () => {
    const known = await stores.count('claim', 'known_volunteers WHERE guardian_id IS NOT NULL');
    return known === children && (await stores.count('claim', 'pool_changes')) === 0;
  });
  return families;
}
