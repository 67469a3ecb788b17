import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '@huying/testing';
import {
  isAlive,
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

test('NODE_ENV=production is refused with a sentence, before anything is started', async () => {
  const platform = startProcess(dataDir, { environment: { NODE_ENV: 'production' } });
  started.push(platform);
  expect(await platform.ended).toBe(1);
  expect(platform.output()).toMatch(/^The development issuer gives any token to anybody .*OIDC_ISSUER.*\n$/);
});
