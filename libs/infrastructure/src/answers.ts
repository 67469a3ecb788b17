import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';

/** One try each to speak with a server in its own protocol: resolves if it answers, else rejects with why not. */

/** `coordinator` also waits until consumer groups can be used, which a fresh broker makes room for on first request. */
export async function kafkaAnswers(brokers: string, { coordinator }: { coordinator: boolean }): Promise<void> {
  const kafka = new Kafka({
    clientId: 'huying-infrastructure',
    brokers: brokers.split(','),
    connectionTimeout: 3_000,
    requestTimeout: 5_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin({ retry: { retries: 0 } });
  try {
    await admin.connect();
    await admin.describeCluster();
    if (coordinator) await admin.fetchOffsets({ groupId: 'huying-readiness', topics: [] });
  } finally {
    await admin.disconnect();
  }
}

/** The extensions that the services' migrations create. */
const EXTENSIONS = ['btree_gist', 'pg_trgm'];

export async function postgresAnswers(url: string): Promise<{ missingExtensions: string[] }> {
  const maintenance = new URL(url);
  maintenance.pathname = '/postgres';
  const client = new pg.Client({
    connectionString: maintenance.href,
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      'SELECT name FROM pg_available_extensions WHERE name = ANY($1)',
      [EXTENSIONS],
    );
    return { missingExtensions: EXTENSIONS.filter((extension) => !rows.some(({ name }) => name === extension)) };
  } finally {
    await client.end();
  }
}

export async function redisAnswers(url: string): Promise<void> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 3_000,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  let connection: Error | undefined;
  redis.on('error', (error) => (connection = error));
  try {
    await redis.connect();
    await redis.ping();
    // While it loads its file it answers a ping and refuses the rest.
    await redis.exists('huying:readiness');
    await redis.quit();
  } catch (error) {
    // Disconnecting what has already ended would hold this program for two seconds more.
    if (redis.status !== 'end') redis.disconnect();
    throw connection ?? error;
  }
}
