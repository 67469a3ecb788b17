import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { findEngine } from './docker.js';
import { removeData } from './remove-data.js';
import { bareEnvironment, newDataDir, removeDataDirs, stores, until } from './servers.fixture.js';
import { startServers, type Servers } from './servers.js';
import { ALL_SERVERS } from './servers.types.js';

const TIMEOUT_MS = 300_000;
const environment = bareEnvironment({ HUYING_SERVERS: undefined });
const started: { stop(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map((servers) => servers.stop()));
  removeDataDirs();
});

async function containersOf(dataDir: string): Promise<number> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { container } = await getContainerRuntimeClient();
  const all = await container.dockerode.listContainers({ all: true, filters: { label: [`huying.data=${dataDir}`] } });
  return all.length;
}

describe('on a machine with a Docker engine', () => {
  beforeAll(async () => {
    if (!(await findEngine(environment))) throw new Error('No Docker engine answers here: start one and ask again.');
  });

  test(
    'each server is a container, or is said to be native since its image could not be had; its data is kept',
    async () => {
      const dataDir = newDataDir();
      const lines: string[] = [];
      const start = async (): Promise<Servers> => {
        const servers = await startServers({ dataDir, environment, report: (line) => lines.push(line) });
        started.push(servers);
        return servers;
      };
      const first = await start();
      for (const name of ALL_SERVERS) {
        const { origin, sentence } = first.chosen[name];
        const said = origin === 'container' ? sentence : lines.join('\n');
        expect(said).toMatch(
          origin === 'container' ? /a container of / : /no container, since its image could not be had/,
        );
        await stores[name].write(first, `written to ${name}`);
      }
      await Promise.all(ALL_SERVERS.map((name) => first.kill(name)));
      await Promise.all(ALL_SERVERS.map((name) => first.start(name)));
      for (const name of ALL_SERVERS) await expect(stores[name].read(first)).resolves.toBe(`written to ${name}`);
      await first.stop();
      await expect(containersOf(dataDir)).resolves.toBe(0);

      const second = await start();
      for (const name of ALL_SERVERS) await expect(stores[name].read(second)).resolves.toBe(`written to ${name}`);
      await second.stop();
      await removeData({ dataDir, environment });
    },
    TIMEOUT_MS,
  );

  test(
    'containers do not outlive a program that is killed',
    async () => {
      const dataDir = newDataDir();
      const script = `
        import { startServers } from '@huying/infrastructure';
        const options = ${JSON.stringify({ dataDir, servers: ['postgres', 'redis'], temporary: true })};
        await startServers(options);
        console.log('started');
        setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
        cwd: fileURLToPath(new URL('.', import.meta.url)),
        env: { ...environment, NODE_OPTIONS: undefined },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
      child.kill('SIGKILL');
      await until(async () => (await containersOf(dataDir)) === 0, 'its containers are gone');
    },
    TIMEOUT_MS,
  );
});
