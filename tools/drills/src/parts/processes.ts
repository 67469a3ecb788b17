import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { freePort } from '@huying/infrastructure';
import { until } from '@huying/tool-demo';

/** A program that answers on a port of its own. */
export interface Running {
  readonly child: ChildProcess;
  /** SIGTERM; resolves when it has drained and ended, with how it ended. */
  readonly stop: () => Promise<number | null>;
}

/** Starts a program of the platform and resolves when it is ready. */
export async function startProgram(of: {
  readonly name: string;
  readonly main: string;
  readonly port: number;
  readonly dir: string;
  readonly environment: Readonly<Record<string, string>>;
}): Promise<Running> {
  const { name, main, port, dir, environment } = of;
  const log = join(dir, `${name}.log`);
  const output = openSync(log, 'a');
  const child = fork(fileURLToPath(new URL('./service-process.js', import.meta.url)), [pathToFileURL(main).href], {
    env: {
      ...process.env,
      ...environment,
      ...{ HOST: '127.0.0.1', PORT: String(port), METRICS_PORT: String(await freePort()) },
    },
    stdio: ['ignore', output, output, 'ipc'],
    // Ctrl-C in a terminal does not reach it: it is ended in good order.
    detached: true,
  });
  const running = { child, stop: () => stop(child) };
  await until(
    `${name} is ready`,
    async () => {
      if (child.exitCode !== null) throw new Error(`${name} ended: ${readFileSync(log, 'utf8').slice(-2_000)}`);
      return fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    120_000,
  ).catch(async (error: unknown) => {
    await stop(child);
    throw error;
  });
  return running;
}

async function stop(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
  return child.exitCode;
}
