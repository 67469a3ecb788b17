// A script of package.json as npm runs it, with a compiler that takes as long as a test wants: for tests that kill npm.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A program on the PATH before the real one, which says whose it is and ends when it may. */
const COMPILER = '#!/bin/sh\necho $PPID >"$SIGNS/compiling"\nuntil [ -e "$SIGNS/compiled" ]; do sleep 0.05; done\n';

/**
 * @param name of the script
 * @param args words without anything that a shell would take for more
 */
export function runScript(name, args, environment) {
  const signs = mkdtempSync(join(tmpdir(), 'huying-script-'));
  writeFileSync(join(signs, 'tsc'), COMPILER, { mode: 0o755 });
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const env = {
    ...environment,
    SIGNS: signs,
    PATH: `${signs}:${environment.PATH}`,
    SCRIPT: [scripts[name], ...args].join(' '),
  };
  // Like npm, it runs the script by a shell and waits for it, and being killed does not end it.
  const npm = spawn('/bin/sh', ['-c', '/bin/sh -c "$SCRIPT"; true'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [npm.stdout, npm.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  const compiling = join(signs, 'compiling');
  return {
    npm,
    output: () => output,
    pid: () => (existsSync(compiling) ? Number(readFileSync(compiling, 'utf8')) || undefined : undefined),
    compiled: () => writeFileSync(join(signs, 'compiled'), ''),
    forget: () => rmSync(signs, { recursive: true, force: true }),
  };
}
