import { afterEach, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { kafkaAnswers, postgresAnswers, redisAnswers } from './answers.js';
import { removeData } from './remove-data.js';
import { bareEnvironment, isAlive, newDataDir, removeDataDirs, stores, until } from './servers.fixture.js';
import { startServers, type Servers } from './servers.js';
import { ALL_SERVERS, type ServerName } from './servers.types.js';

const started: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((servers) => servers.stop()));
  removeDataDirs();
});

async function start<S extends ServerName = ServerName>(
  dataDir: string,
  options: { servers?: S[]; environment?: Record<string, string>; report?: (line: string) => void } = {},
): Promise<Servers<S>> {
  const { environment, ...rest } = options;
  const servers = await startServers<S>({
    dataDir,
    durable: false,
    environment: bareEnvironment(environment),
    ...rest,
  });
  started.push(servers);
  return servers;
}

test('the servers of this test run answer at the addresses in the environment', async () => {
  const { KAFKA_BROKERS = '', POSTGRES_URL = '', REDIS_URL = '' } = process.env;
  await kafkaAnswers(KAFKA_BROKERS, { coordinator: true });
  await redisAnswers(REDIS_URL);
  await expect(postgresAnswers(POSTGRES_URL)).resolves.toEqual({ missingExtensions: [] });
});

test('servers go on where they were: killed and started again, or stopped and started on the same data', async () => {
  const dataDir = newDataDir();
  const first = await start(dataDir);
  for (const name of ALL_SERVERS) await stores[name].write(first, `written to ${name}`);

  const before = first.processIds();
  for (const name of ALL_SERVERS) await first.kill(name);
  expect(first.processIds()).toHaveLength(1); // the keeper
  await Promise.all(ALL_SERVERS.map((name) => first.start(name)));
  expect(first.processIds().filter((pid) => before.includes(pid))).toHaveLength(1);
  for (const name of ALL_SERVERS) await expect(stores[name].read(first)).resolves.toBe(`written to ${name}`);
  await first.stop();
  await until(() => !first.processIds().some(isAlive), 'all processes are gone');

  const second = await start(dataDir);
  expect(second.environment).toEqual(first.environment);
  for (const name of ALL_SERVERS) {
    expect(second.chosen[name]).toMatchObject({ origin: 'native', sentence: expect.stringContaining('natively') });
    await expect(stores[name].read(second)).resolves.toBe(`written to ${name}`);
  }
  await second.stop();

  await removeData({ dataDir });
  expect(existsSync(dataDir)).toBe(false);
});

test('sets that start at the same time on one machine do not meet', async () => {
  const sets = await Promise.all([1, 2, 3].map(() => start(newDataDir(), { servers: ['postgres', 'redis'] })));
  const addresses = sets.flatMap(({ environment }) => [environment.POSTGRES_URL, environment.REDIS_URL]);
  expect(new Set(addresses.map((address) => new URL(address).port)).size).toBe(6);
  await Promise.all(sets.map((set, index) => stores.redis.write(set, `set ${index}`)));
  await Promise.all(sets.map((set, index) => stores.postgres.write(set, `set ${index}`)));
  for (const [index, set] of sets.entries()) {
    await expect(stores.redis.read(set)).resolves.toBe(`set ${index}`);
    await expect(stores.postgres.read(set)).resolves.toBe(`set ${index}`);
  }
});

test('PostgreSQL is started again at once after it was killed while many used it', async () => {
  const servers = await start(newDataDir(), { servers: ['postgres'] });
  const url = new URL(servers.environment.POSTGRES_URL);
  url.pathname = '/postgres';
  for (let time = 0; time < 3; time += 1) {
    const clients = Array.from({ length: 80 }, () => new pg.Client({ connectionString: url.href }));
    for (const client of clients) client.on('error', () => undefined);
    await Promise.all(clients.map((client) => client.connect()));
    await servers.kill('postgres');
    await servers.start('postgres');
    await Promise.all(clients.map((client) => client.end()));
  }
  await servers.stop();
});

test('a server that ends by itself is reported with where its words are', async () => {
  const lines: string[] = [];
  const servers = await start(newDataDir(), { servers: ['redis'], report: (line) => lines.push(line) });
  const [, redis = 0] = servers.processIds();
  process.kill(redis, 'SIGKILL');
  await until(
    () => lines.some((line) => /Redis ended unexpectedly \(SIGKILL\).*redis\.log/.test(line)),
    'the end is reported',
  );
});

test('an address in the environment is used as it is, and its server is left alone', async () => {
  const own = await start(newDataDir(), { servers: ['redis'] });
  const given = await start(newDataDir(), {
    servers: ['redis'],
    environment: { REDIS_URL: own.environment.REDIS_URL },
  });
  expect(given.chosen.redis.origin).toBe('address');
  expect(given.processIds()).toEqual([]);
  await given.stop();
  await redisAnswers(own.environment.REDIS_URL);
  await expect(given.kill('redis')).rejects.toThrow(/only its owner/);
});

test('a port that was asked for is used; taken by another program, it is refused with a remedy', async () => {
  const other = await listen();
  const port = String((other.address() as { port: number }).port);
  await expect(start(newDataDir(), { servers: ['redis'], environment: { REDIS_PORT: port } })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringMatching(/^Port \d+ for Redis is taken by another program .*REDIS_PORT/),
  });
  await new Promise((resolve) => other.close(resolve));
  const servers = await start(newDataDir(), { servers: ['redis'], environment: { REDIS_PORT: port } });
  expect(new URL(servers.environment.REDIS_URL).port).toBe(port);
});

test('the port of last time is given up when another program has taken it since', async () => {
  const dataDir = newDataDir();
  const first = await start(dataDir, { servers: ['redis'] });
  await first.stop();
  const other = await listen(Number(new URL(first.environment.REDIS_URL).port));
  const second = await start(dataDir, { servers: ['redis'] });
  expect(second.environment.REDIS_URL).not.toBe(first.environment.REDIS_URL);
  await new Promise((resolve) => other.close(resolve));
});

function listen(port = 0): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => resolve(server));
  });
}
