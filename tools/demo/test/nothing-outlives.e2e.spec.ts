import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from '@jest/globals';
import { eventually } from '@huying/testing';
import { runScript, type NpmScript } from '../../../.ci/npm-script.mjs';
import { familyOf, isAlive } from '../../../.ci/process-family.mjs';

const data = (pid: number): string => fileURLToPath(new URL(`../../../.data/demo-${pid}`, import.meta.url));
let script: NpmScript;
let pid = 0;
let family: number[] = [];

afterEach(() => {
  for (const one of [...family.splice(0), ...familyOf(pid)]) if (isAlive(one)) process.kill(one, 'SIGKILL');
  script.forget();
});

async function compiling(): Promise<void> {
  const { NODE_OPTIONS: _, ...environment } = process.env;
  script = runScript('demo', '--volunteers 120 --places 4 --households 60 --bare'.split(' '), environment);
  pid = await eventually(() => script.pid() ?? Promise.reject(new Error('It does not compile.')));
}

async function killNpm(): Promise<void> {
  script.npm.kill('SIGKILL');
  await once(script.npm, 'exit');
}

test('npm run demo whose npm is killed in the midst of the story ends, and leaves no process and no data', async () => {
  await compiling();
  script.compiled();
  await eventually(() => expect(script.output()).toContain('The platform 呼应 answers'));
  family = familyOf(pid);
  expect(family.length).toBeGreaterThanOrEqual(6); // itself, the platform, the keeper, three servers
  expect(existsSync(data(pid))).toBe(true);
  await killNpm();
  await eventually(() => expect(family.filter(isAlive)).toEqual([]));
  await eventually(() => expect(existsSync(data(pid))).toBe(false));
  // It was broken off, rather than told to its end.
  expect(script.output()).not.toContain('Everything agrees.');
});

test('npm run demo whose npm is killed while it still compiles starts nothing', async () => {
  await compiling();
  await killNpm();
  script.compiled();
  await eventually(() => expect(isAlive(pid)).toBe(false));
  expect({ said: script.output(), data: existsSync(data(pid)) }).toEqual({ said: '', data: false });
});
