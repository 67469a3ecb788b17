import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '@huying/testing';
import { runScript } from '../../../.ci/npm-script.mjs';
import {
  familyOf,
  isAlive,
  killAll,
  sayItIsSeeded,
  startProcess,
  startWithServers,
  untilReady,
  type PlatformProcess,
  type ReadyPlatform,
} from './process.js';

const dataDir = mkdtempSync(join(tmpdir(), 'huying-start-'));
const started: PlatformProcess[] = [];

afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  await eventually(() => rmSync(dataDir, { recursive: true, force: true }));
});

async function start(): Promise<ReadyPlatform> {
  const platform = startWithServers(dataDir);
  started.push(platform);
  return untilReady(platform);
}

test('a platform that is killed takes all it has started with it, and goes on where it was', async () => {
  sayItIsSeeded(dataDir);
  const first = await start();
  expect(first.family.length).toBeGreaterThanOrEqual(5); // itself, the keeper, three servers
  first.child.kill('SIGKILL');
  await eventually(() => expect(first.family.filter(isAlive)).toEqual([]));

  const second = await start();
  expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
  expect(second.output()).not.toMatch(/Seeding/);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  await eventually(() => expect(second.family.filter(isAlive)).toEqual([]));
});

test('npm start whose npm is killed while it still compiles starts nothing', async () => {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const own = join(dataDir, 'never');
  const script = runScript('start', ['--data-dir', own], { ...inherited, PORT: '0', METRICS_PORT: '0' });
  const pid = await eventually(() => script.pid() ?? Promise.reject(new Error('It does not compile.')));
  script.npm.kill('SIGKILL');
  await once(script.npm, 'exit');
  script.compiled();
  try {
    await eventually(() => expect(isAlive(pid)).toBe(false));
    expect({ said: script.output(), data: existsSync(own) }).toEqual({ said: '', data: false });
  } finally {
    killAll(familyOf(pid));
    script.forget();
  }
});

test('NODE_ENV=production is refused with a sentence, before anything is started', async () => {
  const platform = startProcess(dataDir, { environment: { NODE_ENV: 'production', OIDC_ISSUER: undefined } });
  started.push(platform);
  expect(await platform.ended).toBe(1);
  expect(platform.output()).toMatch(/^The development issuer gives any token to anybody .*OIDC_ISSUER.*\n$/);
});
