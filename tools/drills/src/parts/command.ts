import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HERE } from './here.js';

/** How a command ended, and all that it said. */
export interface Ended {
  readonly code: number;
  readonly said: string;
}

const { scripts } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The program of a command of the README: what follows the compiling, which has been done for the drill itself. */
function programOf(command: string): readonly string[] {
  const [, program] = scripts[command]?.split(/ && (?:exec )?node /) ?? [];
  if (!program) throw new RangeError(`package.json has no command ${command}.`);
  return program.split(' ');
}

/** Runs a command of the README as an administrator does, and hears each line as it comes. */
export async function npmRun(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  say: (line: string) => void = () => undefined,
): Promise<Ended> {
  const child = spawn(process.execPath, [...programOf(command), ...args], {
    cwd: HERE,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const line = text.trim().split('\n').at(-1);
      if (line) say(line);
    });
  }
  const [code] = (await once(child, 'close')) as [number | null];
  return { code: code ?? 1, said };
}

/** The same, for what must go well. */
export async function npmRunWell(...call: Parameters<typeof npmRun>): Promise<string> {
  const { code, said } = await npmRun(...call);
  if (code !== 0) throw new Error(`npm run ${call[0]} ended with ${code}:\n${said}`);
  return said;
}
