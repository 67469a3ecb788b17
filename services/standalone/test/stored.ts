import { databaseUrl, decrypt } from '@huying/database';
import { Redis } from 'ioredis';
import pg from 'pg';

/** A value that is stored, in clear. */
export interface StoredValue {
  readonly service: string;
  readonly table: string;
  readonly column: string;
  readonly text: string;
  readonly encrypted: boolean;
}

const CIPHER = /^v1\.aesgcm256\./;

/** Every value of every table of a service's database, decrypted where it is encrypted. */
export async function storedBy(service: string, postgresUrl: string, database: string): Promise<StoredValue[]> {
  const client = new pg.Client({ connectionString: databaseUrl(postgresUrl, database) });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const found: StoredValue[] = [];
    for (const { name: table } of tables) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `SELECT to_jsonb(t) AS row FROM ${pg.escapeIdentifier(table)} t`,
      );
      for (const { row } of rows) {
        for (const [column, value] of Object.entries(row)) {
          if (value === null) continue;
          const text = typeof value === 'string' ? value : JSON.stringify(value);
          const encrypted = CIPHER.test(text);
          found.push({ service, table, column, encrypted, text: encrypted ? decrypt(text) : text });
        }
      }
    }
    return found;
  } finally {
    await client.end();
  }
}

type Read = (redis: Redis, key: string) => Promise<unknown>;

const readers: Readonly<Record<string, Read>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, '+inf', 'BYSCORE'),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
};

/** Everything that Redis holds under a prefix, as text by key. */
export async function heldByRedis(url: string, prefix: string): Promise<ReadonlyMap<string, string>> {
  const redis = new Redis(url);
  try {
    const held = new Map<string, string>();
    for (const key of await redis.keys(`${prefix}*`)) {
      const read = readers[await redis.type(key)];
      if (read) held.set(key, JSON.stringify(await read(redis, key)));
    }
    return held;
  } finally {
    redis.disconnect();
  }
}
