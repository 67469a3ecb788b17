import { readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { lastLine } from './commands.js';
import { InfrastructureError } from './errors.js';
import type { Process } from './keeper.js';
import { holdPort, portTaken, type HeldPort } from './ports.js';
import { NeverAnswered, untilItAnswers } from './readiness.js';
import { TITLES, type RunningServer, type ServerName, type StartContext } from './servers.types.js';

/** What a server of this machine needs to be run: made once per set by `kafka.ts`, `postgres.ts` and `redis.ts`. */
export interface NativePlan {
  readonly server: ServerName;
  readonly sentence: string;
  readonly address: string;
  readonly ports: readonly HeldPort[];
  /** Called before every start, as what is on disk may have changed since the last one. */
  process(): Promise<Omit<Process, 'logFile' | 'env'>>;
  readonly env?: NodeJS.ProcessEnv;
  /** One try to reach the server. */
  readonly answers: () => Promise<void>;
  /** A server that was just killed may refuse to start until the last of its processes is gone; its words for that. */
  readonly notYet?: RegExp;
}

const RETRIES = 25;
const RETRY_AFTER_MS = 200;
const COMPLAINT = /fatal|error|exception|can't|failed/i;

/** Starts a planned server and returns it once it answers. */
export async function runNative(plan: NativePlan, context: StartContext): Promise<RunningServer> {
  const { server } = plan;
  const { keeper, report } = context;
  const logs = join(context.dataDir, 'logs');
  const logFile = join(logs, `${server}.log`);
  await mkdir(logs, { recursive: true });
  await rename(logFile, join(logs, `${server}.previous.log`)).catch(() => undefined);

  let pid: number | undefined;
  let ready = false;
  const ended = new Set<number>();
  keeper.onEnded((name, how) => {
    if (name !== server) return;
    ended.add(how.pid);
    if (how.pid !== pid) return;
    pid = undefined;
    if (ready && !how.meant) {
      report(
        `${TITLES[server]} ended unexpectedly (${how.signal ?? `exit code ${how.code}`}); its words are in ${logFile}`,
      );
    }
  });

  async function launch(retries = RETRIES): Promise<void> {
    const env = { ...withoutNodeOptions(context.environment), ...plan.env };
    ready = false;
    ended.clear();
    const before = read(logFile).length;
    const started = await keeper.start(server, { ...(await plan.process()), env, logFile });
    // One that ends at once may be told of together with its start.
    pid = ended.has(started) ? undefined : started;
    try {
      await untilItAnswers(plan.answers, () =>
        pid === undefined ? lastLine(read(logFile).slice(-4_000), COMPLAINT) : undefined,
      );
      ready = true;
    } catch (error) {
      if (!(error instanceof NeverAnswered)) throw error;
      // Its last words may be those of processes that the one before has left: they write into the same file.
      if (plan.notYet?.test(read(logFile).slice(before)) && retries > 0) {
        await pause(RETRY_AFTER_MS);
        return launch(retries - 1);
      }
      const message = `${TITLES[server]} did not start: ${error.message} (see ${logFile}).`;
      throw new InfrastructureError('server-failed', message, server, { cause: error });
    }
  }

  for (const held of plan.ports) await held.release();
  await launch();
  return {
    origin: 'native',
    sentence: plan.sentence,
    address: plan.address,
    pid: () => pid,
    kill: () => keeper.end(server, 'SIGKILL'),
    start: async () => {
      for (const { port } of plan.ports) {
        const held = await holdPort(port);
        if (!held) throw portTaken(server, port, 'start all servers anew');
        await held.release();
      }
      await launch();
    },
  };
}

/** The options of this program (a debugger, a loader) are not meant for the servers. */
function withoutNodeOptions({ NODE_OPTIONS: _, ...environment }: StartContext['environment']): NodeJS.ProcessEnv {
  return environment;
}

function read(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8');
  } catch {
    return '';
  }
}
