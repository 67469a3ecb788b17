import { join } from 'node:path';
import type { Servers } from '@huying/infrastructure';
import { Api, COMMUNITY, getToken, seedPeople, type People } from '@huying/standalone';
import pMap from 'p-map';
import type { DemoOptions } from './options.js';
import type { DemoPlatform, PlatformOrder } from './platform.js';
import type { Rusher } from './rush.js';
import type { Stores } from './stores.js';
import { until } from './wait.js';

/** Alone on its servers, it has the usual names there, whatever the environment says. */
export const ownPrefixes = { TOPIC_PREFIX: '', DATABASE_PREFIX: 'huying_', REDIS_PREFIX: 'huying:' };

export const ownPlatform = ({ environment }: Servers): PlatformOrder => ({
  environment: { ...environment, ...ownPrefixes },
  dataDir: join(process.cwd(), '.data', `demo-${process.pid}`, 'platform'),
});

export const staffOf = (platform: Pick<DemoPlatform, 'url'>): Api =>
  new Api(platform.url, { role: 'staff', subject: 'staff-jinjie', community: COMMUNITY.id });

/** The volunteers of Xishan in their groups, the same as in `npm start`. */
export function registerVolunteers(
  staff: Api,
  { volunteers: count, seed }: Pick<DemoOptions, 'volunteers' | 'seed'>,
  say: (line: string) => void,
): Promise<People> {
  const tenth = Math.ceil(count / 10);
  const onProgress = ({ registered }: { registered: number }) =>
    void (registered % tenth === 0 && say(`${registered} of ${count}`));
  return seedPeople(staff, { count, seed, onProgress });
}

const TOKENS_AT_ONCE = 16;

/** A token for each volunteer, from the issuer, as each would get one. */
export const getTokens = (
  platform: Pick<DemoPlatform, 'url'>,
  volunteers: readonly Pick<People['volunteers'][number], 'id'>[],
): Promise<Rusher[]> =>
  pMap(
    volunteers,
    async ({ id: volunteerId }) => {
      const wish = { role: 'volunteer', subject: volunteerId, community: COMMUNITY.id } as const;
      return { volunteerId, token: await getToken(platform.url, wish) };
    },
    { concurrency: TOKENS_AT_ONCE },
  );

/** Until the claim service has heard of every volunteer and all of it is in Redis. */
export async function awaitVolunteersKnown(stores: Stores, options: DemoOptions): Promise<void> {
  const members = await stores.count('volunteer', 'group_members');
  await until('the claim service knows all volunteers', async () => {
    const known = await stores.count('claim', 'known_volunteers WHERE active');
    const inGroups = await stores.count('claim', 'known_volunteers, unnest(group_ids)');
    const pending = await stores.count('claim', 'pool_changes');
    return known === options.volunteers && inGroups === members && pending === 0;
  });
}
