import { onDatabase } from '@huying/database';
import { countEvents } from '@huying/events';
import { kafkaOf, type Configuration } from '@huying/http';
import { Redis } from 'ioredis';
import { StandaloneError } from '../errors.js';
import { filesBelow } from './backup.js';
import { databasesOf } from './databases.js';

/** Of who restores. */
export const CLIENT = 'huying-restore';

const namesOf = (configuration: Configuration): string[] => databasesOf(configuration).map(({ name }) => name);

/** Whoever is connected would go on writing into what is to be replaced; PostgreSQL's own autovacuum gives way by itself. @throws StandaloneError `restore-refused` */
export async function refuseWhileInUse(configuration: Configuration): Promise<void> {
  const names = namesOf(configuration);
  const users = await onDatabase({ url: configuration.POSTGRES_URL, name: 'postgres' }, async (client) => {
    const { rows } = await client.query<{ name: string; count: number }>(
      `SELECT datname AS name, count(*)::int AS count FROM pg_stat_activity
       WHERE datname = ANY ($1) AND backend_type = 'client backend' GROUP BY 1 ORDER BY 1`,
      [names],
    );
    return rows;
  });
  if (users.length === 0) return;
  const told = users.map(({ name, count }) => `${name} (${count})`).join(', ');
  throw new StandaloneError(
    'restore-refused',
    `Somebody is connected to ${told}: stop all services and whatever else reads there, then restore again. Nothing was touched.`,
  );
}

/** @throws StandaloneError `restore-refused` if anything would be lost */
export async function refuseUnlessEmpty(configuration: Configuration): Promise<void> {
  const held = [
    ...(await databasesThatHoldSomething(configuration)),
    ...(await eventsOf(configuration)),
    ...(await keysOf(configuration)),
    ...(await filesOf(configuration)),
  ];
  if (held.length === 0) return;
  throw new StandaloneError(
    'restore-refused',
    `The installation is not empty, and a restore replaces all that it holds: ${held.join(', ')}. With --force it is replaced. Nothing was touched.`,
  );
}

async function databasesThatHoldSomething(configuration: Configuration): Promise<string[]> {
  const url = configuration.POSTGRES_URL;
  const there = await onDatabase({ url, name: 'postgres' }, async (client) => {
    const sql = 'SELECT datname AS name FROM pg_database WHERE datname = ANY ($1) ORDER BY 1';
    return (await client.query<{ name: string }>(sql, [namesOf(configuration)])).rows;
  });
  const holding = await Promise.all(
    there.map(({ name }) =>
      onDatabase({ url, name }, async (client) => {
        const { rows } = await client.query(`SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1`);
        return rows.length > 0 ? [`the database ${name}`] : [];
      }),
    ),
  );
  return holding.flat();
}

async function eventsOf(configuration: Configuration): Promise<string[]> {
  const events = await countEvents(kafkaOf(configuration, CLIENT));
  return events > 0 ? [`${events} events on Kafka`] : [];
}

async function filesOf({
  ATTACHMENTS_DIRECTORY: dir,
  ATTACHMENTS_S3_BUCKET: bucket,
}: Configuration): Promise<string[]> {
  const files = bucket ? [] : await filesBelow(dir);
  return files.length > 0 ? [`${files.length} files in ${dir}`] : [];
}

async function keysOf(configuration: Configuration): Promise<string[]> {
  let keys = 0;
  await eachKey(configuration, (_, some) => void (keys += some.length));
  return keys > 0 ? [`${keys} keys in Redis`] : [];
}

/** Removes what the platform keeps in Redis, and nothing else. */
export function forgetRedis(configuration: Configuration): Promise<void> {
  return eachKey(configuration, (redis, keys) => redis.unlink(...keys));
}

async function eachKey(
  { REDIS_URL: url, REDIS_PREFIX: prefix }: Configuration,
  work: (redis: Redis, keys: string[]) => unknown,
): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: 3 });
  redis.on('error', () => undefined);
  try {
    // Some keys have their hash tag before the prefix's end, none has anything before the prefix.
    const match = `${prefix.replace(/[\\*?[\]]/g, '\\$&')}*`;
    for await (const keys of redis.scanStream({ match, count: 1_000 }) as AsyncIterable<string[]>) {
      if (keys.length > 0) await work(redis, keys);
    }
  } finally {
    redis.disconnect();
  }
}
