import { execFile } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from './servers.types.js';

/** The full path of a program on the PATH of this environment, or undefined. */
export function findOnPath(program: string, environment: Environment): string | undefined {
  return (environment.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((dir) => join(dir, program))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What a finished program said; `ok` is its exit code being zero. */
export interface Finished {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a program to its end. It never rejects: what went wrong is in the output. */
export function run(
  command: string,
  args: readonly string[],
  options: { env: Environment; cwd?: string; uid?: number; gid?: number; timeoutMs?: number },
): Promise<Finished> {
  const { timeoutMs, ...rest } = options;
  return new Promise((resolve) => {
    execFile(command, args, { ...rest, timeout: timeoutMs ?? 0, maxBuffer: 32 << 20 }, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`.trim();
      resolve({ ok: error === null, output: error && output === '' ? error.message : output });
    });
  });
}

/** The last line that says something, for a sentence on why a program failed. */
export function lastLine(output: string, pattern = /\S/): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return (lines.filter((line) => pattern.test(line)).at(-1) ?? lines.at(-1) ?? 'no output').trim();
}

/** The command that installs a package here: the sentence "Java is missing" should end with what to type. */
export function installCommand(packages: { apt: string; dnf: string; brew: string }, environment: Environment): string {
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  if (process.platform === 'darwin') return `brew install ${packages.brew}`;
  if (findOnPath('dnf', environment)) return `${sudo}dnf install -y ${packages.dnf}`;
  return `${sudo}apt-get install -y ${packages.apt}`;
}
