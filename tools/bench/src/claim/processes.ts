import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server under measurement, in a process of its own. */
export interface Measured {
  readonly url: string;
  readonly pid: number;
  /** Seconds of processor time that it has used. */
  cpuSeconds(): Promise<number>;
  stop(): Promise<void>;
}

/** Starts one of this directory's programs; what it says goes to standard error. It ends with its parent. */
export function forkProgram(file: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const profile = process.env['BENCH_PROFILE_DIR'];
  return fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    execArgv: profile ? ['--cpu-prof', '--cpu-prof-dir', profile] : [],
    // Standard output is the benchmark's own: its last line is read by programs.
    stdio: ['ignore', 2, 2, 'ipc'],
    serialization: 'advanced',
  });
}

/** The next message of a program. @throws if it ends instead */
export async function hear<Message>(child: ChildProcess): Promise<Message> {
  const ended = new AbortController();
  const onExit = () => ended.abort(new Error('A process of the benchmark ended; its last words are above.'));
  child.once('exit', onExit);
  try {
    const [message] = (await once(child, 'message', { signal: ended.signal })) as [Message];
    return message;
  } finally {
    child.off('exit', onExit);
  }
}

/** Starts a server under measurement and waits until it says that it answers. */
export async function startMeasured(file: string, environment: Readonly<Record<string, string>>): Promise<Measured> {
  const child = forkProgram(file, environment);
  const { url } = await hear<{ url: string }>(child);
  return {
    url,
    pid: child.pid ?? 0,
    cpuSeconds: async () => {
      const answer = hear<{ cpuSeconds: number }>(child);
      child.send('cpu');
      return (await answer).cpuSeconds;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
