import { expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { isAlive, until } from './servers.fixture.js';

test('a program learns that the one which started it was killed', async () => {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const script = `
    import { onParentGone } from '@huying/infrastructure';
    onParentGone(() => process.exit(0));
    console.log(process.pid);
    setInterval(() => {}, 1000);`;
  // The shell stands for npm: it waits for its child, and being killed does not end it.
  const shell = spawn('/bin/sh', ['-c', `"$NODE" --input-type=module -e "$SCRIPT"; true`], {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: { ...env, NODE: process.execPath, SCRIPT: script },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve) => {
    createInterface({ input: shell.stdout }).once('line', (line) => resolve(Number(line)));
  });
  expect(isAlive(pid)).toBe(true);
  shell.kill('SIGKILL');
  await until(() => !isAlive(pid), 'the program has ended');
});
