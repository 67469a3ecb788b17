import { join } from 'node:path';
import { startServers, type Servers } from '@huying/infrastructure';
import { beginPlatformProcess, type PlatformProcess } from './platform.js';

/** Servers of its own on free ports, whose data goes with them. */
export function startOwnServers(report: (line: string) => void): Promise<Servers> {
  // Whatever else runs here, and wherever it points: the demo keeps to itself.
  const { KAFKA_BROKERS: _k, POSTGRES_URL: _p, REDIS_URL: _r, ...environment } = process.env;
  const dataDir = join(process.cwd(), '.data', `demo-${process.pid}`);
  return startServers({ dataDir, temporary: true, environment, report });
}

/** What takes its time and needs nothing of the story: it begins before the story is loaded. */
export interface Beginnings {
  readonly platform: PlatformProcess;
  readonly servers: BegunServers;
}

/** Servers that are being started. */
export class BegunServers {
  readonly started: Promise<Servers>;
  private line: string | undefined;
  private say: ((line: string) => void) | undefined;

  constructor() {
    this.started = startOwnServers((line) => {
      this.line = line;
      this.say?.(line);
    });
    // Heard where they are waited for.
    this.started.catch(() => undefined);
  }

  /** Resolves when they answer; tells meanwhile what is being done, the last that was done first. */
  whenStarted(say: (line: string) => void): Promise<Servers> {
    this.say = say;
    if (this.line !== undefined) say(this.line);
    return this.started;
  }
}

export const begin = (): Beginnings => ({ platform: beginPlatformProcess(), servers: new BegunServers() });

/** Ends what has begun, where no story is told after all. */
export async function end({ platform, servers }: Beginnings): Promise<void> {
  await platform.stop();
  await servers.started.then(
    (started) => started.stop(),
    () => undefined,
  );
}
