import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';
import type { Environment } from './servers.types.js';
import type { Servers } from './servers.js';

/** This machine without the servers that the test run shares: what is started here is the test's own. */
export function bareEnvironment(changes: Environment = {}): Environment {
  const { KAFKA_BROKERS: _k, POSTGRES_URL: _p, REDIS_URL: _r, ...rest } = process.env;
  return { ...rest, HUYING_SERVERS: 'native', ...changes };
}

const directories: string[] = [];

/** A directory of the test's own; its name is one that careless quoting or encoding would break. */
export function newDataDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'huying 呼应-'));
  directories.push(dir);
  return dir;
}

export function removeDataDirs(): void {
  for (const dir of directories.splice(0))
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  what: string,
  timeoutMs = 180_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`still not so after ${timeoutMs} ms: ${what}`);
    await pause(25);
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Something kept in each store under a name of one's own. */
export const stores = {
  redis: {
    write: ({ environment }: Servers<'redis'>, value: string) =>
      withRedis(environment.REDIS_URL, (redis) => redis.set('kept', value)),
    read: ({ environment }: Servers<'redis'>) => withRedis(environment.REDIS_URL, (redis) => redis.get('kept')),
  },
  postgres: {
    write: ({ environment }: Servers<'postgres'>, value: string) =>
      withPostgres(environment.POSTGRES_URL, async (client) => {
        await client.query('CREATE TABLE IF NOT EXISTS kept (value text)');
        await client.query('INSERT INTO kept VALUES ($1)', [value]);
      }),
    read: ({ environment }: Servers<'postgres'>) =>
      withPostgres(environment.POSTGRES_URL, async (client) => {
        const { rows } = await client.query<{ value: string }>('SELECT value FROM kept');
        return rows[0]?.value ?? null;
      }),
  },
  kafka: {
    write: ({ environment }: Servers<'kafka'>, value: string) =>
      withKafka(environment.KAFKA_BROKERS, async (kafka) => {
        const producer = kafka.producer({ idempotent: true });
        const admin = kafka.admin();
        await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }], waitForLeaders: true });
        await producer.connect();
        await producer.send({ topic: 'kept', messages: [{ value }] });
        await Promise.all([producer.disconnect(), admin.disconnect()]);
      }),
    read: ({ environment }: Servers<'kafka'>) =>
      withKafka(environment.KAFKA_BROKERS, async (kafka) => {
        const consumer = kafka.consumer({ groupId: `reader-${Date.now()}` });
        await consumer.connect();
        await consumer.subscribe({ topic: 'kept', fromBeginning: true });
        const value = await new Promise<string | null>((resolve, reject) => {
          consumer
            .run({ eachMessage: ({ message }) => Promise.resolve(resolve(message.value?.toString() ?? null)) })
            .catch(reject);
        });
        await consumer.disconnect();
        return value;
      }),
  },
};

async function withRedis<T>(url: string, use: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await use(redis);
  } finally {
    await redis.quit();
  }
}

async function withPostgres<T>(url: string, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(`${url}/postgres`);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

function withKafka<T>(brokers: string, use: (kafka: Kafka) => Promise<T>): Promise<T> {
  return use(new Kafka({ clientId: 'spec', brokers: brokers.split(','), logLevel: logLevel.NOTHING }));
}
