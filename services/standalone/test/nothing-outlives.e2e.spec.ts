import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '@huying/testing';
import { services } from '../src/index.js';
import { familyOf, isAlive, runCommand, startProcess, type PlatformProcess } from './process.js';

const TIMEOUT_MS = 400_000;
const START_MS = 60_000;
/** Servers of its own: those of this test run are not its to end. */
const OWN_SERVERS = { KAFKA_BROKERS: undefined, POSTGRES_URL: undefined, REDIS_URL: undefined };
const dataDir = mkdtempSync(join(tmpdir(), 'huying-start-'));
const started: PlatformProcess[] = [];

afterEach(async () => {
  for (const { child } of started.splice(0)) child.kill('SIGKILL');
  await eventually(() => rmSync(dataDir, { recursive: true, force: true }));
});

async function start(...args: string[]): Promise<PlatformProcess & { family: number[]; url: string }> {
  const platform = startProcess(dataDir, { args: ['--volunteers', '20', ...args], environment: OWN_SERVERS });
  started.push(platform);
  const url = await eventually(() => {
    const found = /API {2,}(http:\S+)\/v1/.exec(platform.output())?.[1];
    if (!found) throw new Error(`The platform is not ready: ${platform.output()}`);
    return found;
  }, START_MS);
  return { ...platform, url, family: familyOf(platform.child.pid ?? 0) };
}

/** Gets something with a token of `npm run token`. */
async function getAs(url: string, path: string, ...wish: string[]): Promise<{ status: number; body: object }> {
  const { code, stdout } = await runCommand('token', ['--data-dir', dataDir, ...wish]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/) });
  const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${stdout.trim()}` } });
  return { status: response.status, body: (await response.json()) as object };
}

const VOLUNTEER = ['--role', 'volunteer', '--subject', 'xishan-00001'];
const profile = (url: string, ...community: string[]) =>
  getAs(url, '/v1/volunteers/xishan-00001', ...VOLUNTEER, ...community);

test(
  'a platform takes all it has started with it however it ends, goes on where it was, and begins again when asked to',
  async () => {
    const first = await start();
    expect(first.family.length).toBeGreaterThanOrEqual(5); // itself, the keeper, three servers
    await eventually(() => expect(first.output()).toMatch(/Seeded in/), 200_000);
    first.child.kill('SIGKILL');
    await eventually(() => expect(first.family.filter(isAlive)).toEqual([]));

    const second = await start();
    expect((await fetch(`${second.url}/health/ready`)).status).toBe(200);
    expect(second.output()).not.toMatch(/Seeding/);
    expect(await profile(second.url)).toMatchObject({ status: 200, body: { id: 'xishan-00001' } });
    expect(await profile(second.url, '--community', 'xishan')).toMatchObject({ status: 200 });
    expect(await profile(second.url, '--community', 'dongshan')).toMatchObject({ status: 404 });
    const migrated = await runCommand('migrate', ['--data-dir', dataDir], OWN_SERVERS);
    expect(migrated).toMatchObject({ code: 0, stdout: everyService('huying_', 'up to date') });
    second.child.kill('SIGTERM');
    expect(await second.ended).toBe(0);
    await eventually(() => expect(second.family.filter(isAlive)).toEqual([]));

    const third = await start('--fresh', '--volunteers', '0');
    expect(third.output()).toMatch(/Removing the data of former runs/);
    expect(third.output()).toMatch(/Seeding/);
    expect(await profile(third.url)).toMatchObject({ status: 404 });
    third.child.kill('SIGINT');
    expect(await third.ended).toBe(0);
    await eventually(() => expect(third.family.filter(isAlive)).toEqual([]));

    // Nobody's data but its own is removed.
    const elsewhere = startProcess(dataDir, {
      args: ['--fresh'],
      environment: { ...OWN_SERVERS, POSTGRES_URL: process.env['POSTGRES_URL'] },
    });
    started.push(elsewhere);
    expect(await elsewhere.ended).toBe(1);
    expect(elsewhere.output()).toMatch(/^POSTGRES_URL points to a server whose data is not removed from here: .+\n$/);
    expect(existsSync(join(dataDir, 'platform', 'servers.json'))).toBe(true);
  },
  TIMEOUT_MS,
);

const everyService = (prefix: string, done: string): string =>
  services.map(({ name }) => `${prefix}${name}: ${done}\n`).join('');

test('npm run migrate fills empty databases, and finds nothing to do the second time', async () => {
  const prefix = `m${randomBytes(4).toString('hex')}_`;
  const first = await runCommand('migrate', [], { DATABASE_PREFIX: prefix });
  expect(first.code).toBe(0);
  const lines = first.stdout.trimEnd().split('\n');
  for (const [index, { name }] of services.entries()) {
    expect(lines[index]).toMatch(new RegExp(`^${prefix}${name}: (\\w+\\d{13}, )*\\w+\\d{13}$`));
  }
  expect(lines).toHaveLength(services.length);
  const second = await runCommand('migrate', [], { DATABASE_PREFIX: prefix });
  expect(second).toMatchObject({ code: 0, stdout: everyService(prefix, 'up to date') });
}, 120_000);

test('a token that cannot be had is refused with a sentence', async () => {
  const empty = join(dataDir, 'nothing-runs-here');
  const wish = ['--data-dir', empty, '--subject', 'v-1', '--role'];
  expect(await runCommand('token', [...wish, 'king'])).toMatchObject({
    ...{
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^There is no role "king": choose among .*volunteer.*\n$/),
    },
  });
  expect(await runCommand('token', [...wish, 'volunteer'])).toMatchObject({
    ...{ code: 1, stdout: '', stderr: 'No platform is running: start one with npm start.\n' },
  });
});

test('NODE_ENV=production is refused with a sentence, before anything is started', async () => {
  const platform = startProcess(dataDir, { environment: { NODE_ENV: 'production' } });
  started.push(platform);
  expect(await platform.ended).toBe(1);
  expect(platform.output()).toMatch(/^The development issuer gives any token to anybody .*OIDC_ISSUER.*\n$/);
});
