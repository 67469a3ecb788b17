import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** The process and all that it has started, by the process table. */
export function familyOf(pid: number): number[] {
  const table = childrenByParent();
  const family = [pid];
  for (const member of family) family.push(...(table.get(member) ?? []));
  return family;
}

function childrenByParent(): Map<number, number[]> {
  const table = new Map<number, number[]>();
  for (const pid of processIds()) {
    const parent = statOf(pid)?.[1];
    if (parent !== undefined) table.set(Number(parent), [...(table.get(Number(parent)) ?? []), pid]);
  }
  return table;
}

/** State and parent of a process; undefined when it is gone. */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  const state = statOf(pid)?.[0];
  return state !== undefined && state !== 'Z';
}

function processIds(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}
