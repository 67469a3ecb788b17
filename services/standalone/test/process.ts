import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@huying/testing';
import { familyOf, isAlive } from '../../../.ci/process-family.mjs';

export { familyOf, isAlive };

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** `npm start` as a process of its own, and all that it says. */
export interface PlatformProcess {
  readonly child: ChildProcess;
  readonly output: () => string;
  /** The code with which it ended. */
  readonly ended: Promise<number | null>;
}

/** Leaves word in a data directory that the community is there already: seeding it takes longer than many a test. */
export function sayItIsSeeded(dataDir: string): void {
  mkdirSync(join(dataDir, 'platform'), { recursive: true });
  writeFileSync(join(dataDir, 'platform', 'seeded.json'), '{}');
}

/** Starts the built platform on free ports. */
export function startProcess(
  dataDir: string,
  { args = [], environment = {} }: { args?: string[]; environment?: Record<string, string | undefined> } = {},
): PlatformProcess {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  let output = '';
  const child = spawn(process.execPath, [main, '--data-dir', dataDir, ...args], {
    env: { ...inherited, PORT: '0', METRICS_PORT: '0', NODE_ENV: 'development', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, output: () => output, ended };
}

/** Starts it with servers of its own: those of the test run are not its to end. */
export const startWithServers = (dataDir: string): PlatformProcess =>
  startProcess(dataDir, {
    environment: { KAFKA_BROKERS: undefined, POSTGRES_URL: undefined, REDIS_URL: undefined },
  });

/** A platform that answers, and all processes that belong to it. */
export interface ReadyPlatform extends PlatformProcess {
  readonly url: string;
  readonly family: number[];
}

/** Waits until it answers. */
export async function untilReady(platform: PlatformProcess): Promise<ReadyPlatform> {
  const url = await eventually(() => {
    const found = /API {2,}(http:\S+)\/v1/.exec(platform.output())?.[1];
    if (!found) throw new Error(`The platform is not ready: ${platform.output()}`);
    return found;
  });
  return { ...platform, url, family: familyOf(platform.child.pid ?? 0) };
}

/** Ends them without a word; some may end by themselves as others do. */
export function killAll(family: readonly number[]): void {
  for (const pid of family) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
}
