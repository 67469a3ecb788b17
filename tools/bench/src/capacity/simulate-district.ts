import { Api, Chance, COMMUNITY, getToken } from '@huying/standalone';
import { RushHour, until } from '@huying/tool-demo';
import pMap from 'p-map';
import { percentile } from '../statistics.js';
import type { PlatformBed } from './platform-bed.js';
import { between, claimable, idleUse, type Usage, type UsageReader } from './usage.js';

/** How large a district is. */
export interface DistrictSize {
  readonly communities: number;
  /** Who of each community claim when needs are published in all of them at once. */
  readonly claimants: number;
  /** For so long nothing happens. */
  readonly idleSeconds: number;
}

/** What its size makes of the stores, and how claiming goes in all communities at once. */
export interface DistrictFigures {
  readonly communities: number;
  readonly volunteers: number;
  /** From the moment the pools are known until claiming is open in all of them. */
  readonly openAfterSeconds: number;
  /** From the moment Redis has forgotten everything until claiming is open in all of them again. */
  readonly openAgainAfterSeconds: number;
  /** Of PostgreSQL, all services and this program together. */
  readonly connections: number;
  readonly stores: Pick<Usage, 'databases' | 'redis'>;
  /** Processor time in a second in which nothing happens. */
  readonly idle: Usage['processor'];
  readonly rush: {
    readonly claims: number;
    readonly seconds: number;
    readonly held: number;
    readonly notNow: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    readonly processor: Usage['processor'];
  };
}

const AT_ONCE = { concurrency: 8 };
const PLACES = 5;
/** To the claim service itself, for each need. */
const CONNECTIONS = 4;

/**
 * Tables with rows for each volunteer. What was imported into one community is written for the others too: the same people under ids
 * of the same length, so that texts, ciphers and indexes have the sizes they would have.
 */
const perVolunteer = [
  { service: 'volunteer', table: 'volunteers', community: 'community_id', ids: ['id'] },
  { service: 'volunteer', table: 'group_members', community: 'community_id', ids: ['volunteer_id'] },
  { service: 'claim', table: 'known_volunteers', community: 'pool', ids: ['id'] },
  { service: 'claim', table: 'pool_volunteers', community: 'pool', ids: ['id'] },
  { service: 'mediation', table: 'known_volunteers', community: 'community_id', ids: ['volunteer_id'] },
] as const;

const nameOf = (number: number): string => `com${String(number).padStart(COMMUNITY.id.length - 3, '0')}`;

/** Fills the stores as a district would, and has needs published and claimed in all its communities at once. */
export async function simulateDistrict(
  { bed, reader }: { bed: PlatformBed; reader: UsageReader },
  { communities, claimants, idleSeconds }: DistrictSize,
  say: (line: string) => void,
): Promise<DistrictFigures> {
  const names = Array.from({ length: communities - 1 }, (_, index) => nameOf(index + 2));
  for (const [index, name] of names.entries()) {
    say(`volunteers of community ${index + 2} of ${communities}`);
    for (const each of perVolunteer) await repeatFor(reader, name, each);
  }
  const began = performance.now();
  await reader.rows('claim', 'INSERT INTO pools (pool) SELECT unnest($1::text[])', [names]);
  await allOpen(reader, communities, say);
  const openAfterSeconds = (performance.now() - began) / 1_000;
  const idle = await idleUse(reader, idleSeconds, say);
  const { databases, redis } = await reader.read();
  const rush = await rushEverywhere({ bed, reader }, [COMMUNITY.id, ...names], claimants, say);
  const [activity] = await reader.rows<{ connections: string }>(
    'claim',
    `SELECT count(*) AS connections FROM pg_stat_activity WHERE backend_type = 'client backend'`,
  );
  const forgot = performance.now();
  await reader.forgetRedis();
  await until('the pools are shut', async () => (await openPools(reader)) < communities, 60_000);
  await allOpen(reader, communities, say);
  return {
    communities,
    volunteers: await reader.count('volunteer', 'volunteers'),
    openAfterSeconds,
    openAgainAfterSeconds: (performance.now() - forgot) / 1_000,
    connections: Number(activity?.connections),
    idle,
    stores: { databases, redis },
    rush,
  };
}

async function repeatFor(
  reader: UsageReader,
  name: string,
  { service, table, community, ids }: (typeof perVolunteer)[number],
): Promise<void> {
  const columns = await reader.rows<{ column_name: string }>(
    service,
    `SELECT column_name FROM information_schema.columns
     WHERE table_name = $1 AND table_schema = 'public' AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  const renamed = new Set<string>([community, ...ids]);
  const list = columns.map(({ column_name: column }) => column);
  const values = list.map((column) => (renamed.has(column) ? `replace(${column}, $1, $2)` : column));
  await reader.rows(
    service,
    `INSERT INTO ${table} (${list.join(', ')}) SELECT ${values.join(', ')} FROM ${table} WHERE ${community} = $1`,
    [COMMUNITY.id, name],
  );
}

const openPools = (reader: UsageReader): Promise<number> => reader.count('claim', `pools WHERE gate = 'open'`);

async function allOpen(reader: UsageReader, communities: number, say: (line: string) => void): Promise<void> {
  await until(
    'claiming is open in all communities',
    async () => {
      const open = await openPools(reader);
      say(`claiming is open in ${open} of ${communities} communities`);
      return open === communities;
    },
    900_000,
  );
}

/** A need in each community; all that is wanted is wanted within a second. */
async function rushEverywhere(
  { bed, reader }: { bed: PlatformBed; reader: UsageReader },
  names: readonly string[],
  claimants: number,
  say: (line: string) => void,
): Promise<DistrictFigures['rush']> {
  let ready = 0;
  const hours = await pMap(
    names,
    async (name, index) => {
      const community = { community: name } as const;
      const staff = new Api(bed.url, { role: 'staff', subject: 'staff-1', ...community });
      const needId = await publishNeed(reader, staff, bed.now());
      const rushers = await pMap(
        Array.from({ length: claimants }, (_, n) => `${name}-${String(n + 1).padStart(5, '0')}`),
        async (volunteerId) => ({
          volunteerId,
          token: await getToken(bed.url, { role: 'volunteer', subject: volunteerId, ...community }),
        }),
        AT_ONCE,
      );
      ready += 1;
      say(`a need is published in ${ready} of ${names.length} communities`);
      return { rushers, hour: new RushHour(bed.urlOf('claim'), needId, new Chance(index), CONNECTIONS) };
    },
    AT_ONCE,
  );
  say('all claim');
  const before = await reader.read();
  const began = performance.now();
  await Promise.all(hours.map(({ hour, rushers }) => hour.all(rushers)));
  const seconds = (performance.now() - began) / 1_000;
  const { processor } = between(before, await reader.read());
  const results = hours.map(({ hour }) => hour.result);
  await Promise.all(hours.map(({ hour }) => hour.end()));
  const latencies = results.flatMap(({ latencies: of }) => of);
  const sum = (of: (result: (typeof results)[number]) => number) => results.reduce((total, one) => total + of(one), 0);
  return {
    claims: sum(({ attempts }) => attempts),
    seconds,
    held: sum(
      ({ wishes }) => new Set(wishes.flatMap(({ outcome }) => (outcome?.state === 'held' ? outcome.id : []))).size,
    ),
    notNow: sum(({ notNow }) => notNow),
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    processor,
  };
}

async function publishNeed(reader: UsageReader, staff: Api, now: number): Promise<string> {
  const startsAt = now + 24 * 3_600_000;
  const { id } = await staff.post<{ id: string }>('/v1/needs', {
    ...{ catalogueItemCode: 'LC-004', title: '便民理发', places: PLACES, organiser: '社区', personInCharge: '金姐' },
    ...{ startsAt: new Date(startsAt).toISOString(), endsAt: new Date(startsAt + 7_200_000).toISOString() },
    location: { name: '居民会客厅' },
  });
  await staff.post(`/v1/needs/${id}/publication`);
  await claimable(reader, id);
  return id;
}
