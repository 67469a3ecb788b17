import { afterEach, expect, test } from '@jest/globals';
import { chmodSync, cpSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { findOnPath } from './commands.js';
import type { InfrastructureErrorCode } from './errors.js';
import { embeddedBin, findInstallation } from './postgres-installation.js';
import { findPostgresTools } from './postgres-tools.js';
import { bareEnvironment, newDataDir, removeDataDirs } from './servers.fixture.js';
import { startServers } from './servers.js';
import type { Environment, ServerName } from './servers.types.js';

afterEach(removeDataDirs);

/** A PATH with nothing on it but the named programs of this machine and the given scripts. */
function pathWith(programs: string[], scripts: Record<string, string> = {}): string {
  const dir = newDataDir();
  for (const program of programs) symlinkSync(findOnPath(program, process.env) ?? '', join(dir, program));
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(dir, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(dir, name), 0o755);
  }
  return dir;
}

const emptyCache = newDataDir;

async function refusal(
  server: ServerName,
  changes: Environment,
  more: { minimumFreeBytes?: number } = {},
): Promise<unknown> {
  const dataDir = newDataDir();
  return startServers({
    dataDir,
    servers: [server],
    temporary: true,
    environment: bareEnvironment(changes),
    ...more,
  }).then(
    (servers) => servers.stop().then(() => 'it started'),
    (error: unknown) => error,
  );
}

function oneSentence(code: InfrastructureErrorCode, remedy: RegExp): unknown {
  return expect.objectContaining({ name: 'InfrastructureError', code, message: expect.stringMatching(remedy) });
}

test('no Java', async () => {
  const error = await refusal('kafka', { PATH: pathWith([]), JAVA_HOME: undefined });
  expect(error).toEqual(
    oneSentence(
      'java-missing',
      /needs Java 17 or newer and there is none on the PATH: run `.*install.*`, or set KAFKA_BROKERS/,
    ),
  );
});

test('Java too old', async () => {
  const PATH = pathWith([], { java: `echo 'openjdk version "11.0.22" 2024-01-16' >&2` });
  const error = await refusal('kafka', { PATH, JAVA_HOME: undefined });
  expect(error).toEqual(
    oneSentence('java-too-old', /needs Java 17 or newer and \/.*\/java is Java 11: run `.*install/),
  );
});

test('no Maven when Kafka has yet to be fetched', async () => {
  const error = await refusal('kafka', { PATH: pathWith(['java']), HUYING_CACHE: emptyCache() });
  expect(error).toEqual(oneSentence('maven-missing', /Maven.* is not on the PATH: run `.*install.*maven`/));
});

test('Maven that cannot fetch leaves nothing half done in the cache', async () => {
  const PATH = pathWith(['java'], { mvn: `echo '[ERROR] Could not transfer artifact: Unknown host'; exit 1` });
  const HUYING_CACHE = emptyCache();
  const failed = oneSentence('kafka-fetch-failed', /\(Could not transfer artifact: Unknown host\): check the network/);
  expect(await refusal('kafka', { PATH, HUYING_CACHE })).toEqual(failed);
  expect(await refusal('kafka', { PATH, HUYING_CACHE })).toEqual(failed);
});

test('neither Valkey nor Python, nor pip, nor a wheel', async () => {
  const HUYING_CACHE = emptyCache();
  const noPython = await refusal('redis', { PATH: pathWith([]), HUYING_CACHE });
  expect(noPython).toEqual(
    oneSentence('python-missing', /no valkey-server ≥ 7 on the PATH and no python3 .*install.*REDIS_URL/),
  );

  const noPip = await refusal('redis', { PATH: pathWith([], { python3: 'exit 1' }), HUYING_CACHE });
  expect(noPip).toEqual(oneSentence('pip-missing', /python3 has no pip .*install.*python/));

  const offline = `case "$3" in --version) exit 0;; *) echo 'ERROR: No matching distribution found' >&2; exit 1;; esac`;
  const noWheel = await refusal('redis', { PATH: pathWith([], { python3: offline }), HUYING_CACHE });
  expect(noWheel).toEqual(oneSentence('valkey-fetch-failed', /ERROR: No matching distribution found/));
});

test('a Redis on the PATH that is too old is passed over', async () => {
  const PATH = pathWith([], { 'redis-server': `echo 'Redis server v=6.2.14 sha=0 malloc=jemalloc'` });
  expect(await refusal('redis', { PATH, HUYING_CACHE: emptyCache() })).toEqual(oneSentence('python-missing', /≥ 7/));
});

test('no PostgreSQL, or only one that is too old', async () => {
  // What npm ci and Linux packages have put off the PATH cannot be hidden from here: it is not looked for.
  const nowhere = () => Promise.resolve([]);
  const chosen = (PATH: string) => findInstallation(newDataDir(), bareEnvironment({ PATH }), nowhere);
  const remedy = /^There is no PostgreSQL ≥ 15 on the PATH and .*: run `npm ci`, or set POSTGRES_URL to /;
  await expect(chosen(pathWith([]))).rejects.toEqual(oneSentence('postgres-missing', remedy));

  const old = { initdb: 'exit 1', postgres: `echo 'postgres (PostgreSQL) 14.19'` };
  await expect(chosen(pathWith([], old))).rejects.toEqual(oneSentence('postgres-missing', remedy));
  const fit = { ...old, postgres: `echo 'postgres (PostgreSQL) 15.14'` };
  await expect(chosen(pathWith([], fit))).resolves.toMatchObject({ major: 15 });
});

test('a PostgreSQL without an extension that the services need', async () => {
  const whole = dirname((await embeddedBin()) ?? '');
  const incomplete = newDataDir();
  // For the user that PostgreSQL runs as where the tests run as root.
  chmodSync(incomplete, 0o755);
  for (const part of ['bin', 'share']) cpSync(join(whole, part), join(incomplete, part), { recursive: true });
  symlinkSync(join(whole, 'lib'), join(incomplete, 'lib'));
  const files = readdirSync(join(incomplete, 'share'), { recursive: true, encoding: 'utf8' });
  for (const file of files.filter((name) => name.endsWith('pg_trgm.control'))) rmSync(join(incomplete, 'share', file));

  const PATH = [join(incomplete, 'bin'), process.env['PATH']].join(delimiter);
  expect(await refusal('postgres', { PATH })).toEqual(
    oneSentence(
      'postgres-missing',
      /^PostgreSQL [\d.]+ from the PATH lacks the extensions pg_trgm: run `.*install.*`, or take it off the PATH/,
    ),
  );
});

test('no pg_dump that understands the server, for a backup', async () => {
  const PATH = pathWith([], { pg_dump: `echo 'pg_dump (PostgreSQL) 14.19'`, pg_restore: 'exit 1' });
  await expect(findPostgresTools(99, bareEnvironment({ PATH }))).rejects.toEqual(
    oneSentence(
      'postgres-missing',
      /^The server is PostgreSQL 99, .* there is only 14\.19 \(.*pg_dump\).*: run `.*install.*99/,
    ),
  );
});

test('data of a PostgreSQL that is not installed', async () => {
  const dataDir = newDataDir();
  mkdirSync(join(dataDir, 'postgres', 'data'), { recursive: true });
  writeFileSync(join(dataDir, 'postgres', 'data', 'PG_VERSION'), '9\n');
  await expect(startServers({ dataDir, servers: ['postgres'], environment: bareEnvironment() })).rejects.toEqual(
    oneSentence('data-of-other-version', /was written by PostgreSQL 9, which is not installed \(there is: \d+/),
  );
});

test('a server that ends at once says why in its own words', async () => {
  const PATH = pathWith([], {
    'valkey-server': `[ "$1" = --version ] && echo 'v=8.0.1' || { echo "Fatal: can't open the log"; exit 1; }`,
  });
  const error = await refusal('redis', { PATH });
  expect(error).toEqual(
    oneSentence('server-failed', /Redis did not start: Fatal: can't open the log \(see .*redis\.log\)/),
  );
});

test('no room on the disk', async () => {
  const error = await refusal('redis', {}, { minimumFreeBytes: 1e18 });
  expect(error).toEqual(
    oneSentence('disk-full', /has [\d.]+ GB left and the servers need 1000000000\.0 GB: make room/),
  );
});

test('an address where nobody answers', async () => {
  const nobody = {
    kafka: { KAFKA_BROKERS: '127.0.0.1:1' },
    postgres: { POSTGRES_URL: 'postgres://a:b@127.0.0.1:1' },
    redis: { REDIS_URL: 'redis://127.0.0.1:1' },
  };
  for (const [server, address] of Object.entries(nobody)) {
    const variable = Object.keys(address)[0] ?? '';
    const error = await refusal(server as ServerName, address);
    expect(error).toEqual(
      oneSentence(
        'address-unreachable',
        new RegExp(`^${variable} is set, but no server answers there .*unset ${variable}`),
      ),
    );
  }
});

test('containers asked for where no engine answers', async () => {
  const error = await refusal('redis', { HUYING_SERVERS: 'container', DOCKER_HOST: 'tcp://127.0.0.1:1' });
  expect(error).toEqual(
    oneSentence('engine-missing', /no Docker engine answers: start it \(`systemctl start docker`\)/),
  );
});

// Only root can meet it. Elsewhere it is not there at all, rather than skipped: what is skipped counts as failed (.ci/run).
if (process.getuid?.() === 0)
  test('a data directory that the user of PostgreSQL may not enter, and no setpriv to lend it the right', async () => {
    const error = await refusal('postgres', { PATH: pathWith(['id', 'test']) });
    expect(error).toEqual(
      oneSentence(
        'postgres-unreachable-files',
        /refuses to run as root, and the user \w+ cannot reach .*: move the clone/,
      ),
    );
  });
