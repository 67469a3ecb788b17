import { afterEach, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive, newDataDir, removeDataDirs, until } from './servers.fixture.js';

const program = `
  import { onParentGone } from '@huying/infrastructure';
  onParentGone(() => process.exit(0));
  console.log(process.pid);
  setInterval(() => {}, 1000);`;

const pids: number[] = [];
afterEach(() => {
  for (const pid of pids.splice(0)) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  removeDataDirs();
});

/** A shell that stands for npm: it waits for what it runs, and being killed does not end that. Gives the process id it says first. */
async function started(script: string, more: Record<string, string> = {}): Promise<{ npm: ChildProcess; pid: number }> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const npm = spawn('/bin/sh', ['-c', `${script}; true`], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...env, NODE: process.execPath, PROGRAM: program, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: npm.stdout }), 'line')) as [string];
  pids.push(Number(line));
  return { npm, pid: Number(line) };
}

test('a program learns that the one which started it was killed', async () => {
  const { npm, pid } = await started('"$NODE" --input-type=module -e "$PROGRAM"');
  expect(isAlive(pid)).toBe(true);
  npm.kill('SIGKILL');
  await until(() => !isAlive(pid), 'the program has ended');
});

test('and that it was killed before the program began, while its script still compiled', async () => {
  const compiled = join(newDataDir(), 'compiled');
  const script = `
    export HUYING_STARTED_BY=$PPID
    echo $$
    until [ -e "$COMPILED" ]; do sleep 0.05; done
    exec "$NODE" --input-type=module -e "$PROGRAM"`;
  const { npm, pid } = await started('/bin/sh -c "$SCRIPT"', { SCRIPT: script, COMPILED: compiled });
  npm.kill('SIGKILL');
  await once(npm, 'exit');
  expect(isAlive(pid)).toBe(true);
  writeFileSync(compiled, '');
  await until(() => !isAlive(pid), 'the program has ended');
});
