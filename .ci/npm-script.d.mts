import type { ChildProcess } from 'node:child_process';

/** A script of package.json that runs. */
export interface NpmScript {
  /** What stands for npm. */
  readonly npm: ChildProcess;
  readonly output: () => string;
  /** The script's process, which becomes the program when it is compiled; undefined until it compiles. */
  readonly pid: () => number | undefined;
  /** Lets it go on: all is compiled. */
  readonly compiled: () => void;
  /** Removes what it was told by. */
  readonly forget: () => void;
}

/** Runs a script as npm does, with a compiler that waits until `compiled` is called. */
export function runScript(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): NpmScript;
