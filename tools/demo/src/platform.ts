import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOUR_MS = 3_600_000;

/** The platform of the demo, as the one who tells the story sees it. */
export interface DemoPlatform {
  readonly url: string;
  /** Where Prometheus reads, below `/metrics`. */
  readonly metricsUrl: string;
  /** Moves the platform's clock ahead, and asks that timed work of every minute or less has its turn. */
  readonly advance: (hours: number) => Promise<void>;
  /** What the platform's clock says in so many hours, in ms since 1970. */
  readonly hence: (hours: number) => number;
  readonly stop: () => Promise<void>;
}

/** What its process is told once the servers stand. */
export interface PlatformOrder {
  readonly environment: Readonly<Record<string, string>>;
  readonly dataDir: string;
}

/** A process that loads the platform and waits for its servers. */
export interface PlatformProcess {
  /** Resolves when the platform answers. */
  readonly start: (order: PlatformOrder) => Promise<DemoPlatform>;
  readonly stop: () => Promise<void>;
}

/** Begins the platform's process, so that it loads its modules while the servers start. */
export function beginPlatformProcess(): PlatformProcess {
  const child = fork(fileURLToPath(new URL('./platform-process.js', import.meta.url)), [], {
    env: { ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error', RATE_LIMIT_PER_MINUTE: '100000' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Ctrl-C in a terminal does not reach it: the one who tells the story ends it in good order.
    detached: true,
  });
  const ended = once(child, 'exit');
  const hear = async <Message>(): Promise<Message> => {
    const heard = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
    if (!heard) throw new Error('The platform ended before it answered; its last words are above.');
    return heard[0] as Message;
  };
  const loaded = hear();
  // Heard where the platform is started: it may end before the servers stand.
  loaded.catch(() => undefined);
  const stop = async () => {
    if (child.connected) child.disconnect();
    await ended;
  };
  const start = async (order: PlatformOrder): Promise<DemoPlatform> => {
    await loaded;
    const answers = hear<{ url: string; metricsUrl: string }>();
    child.send(order);
    const { url, metricsUrl } = await answers;
    let aheadMs = 0;
    return {
      url,
      metricsUrl,
      hence: (hours) => Date.now() + aheadMs + hours * HOUR_MS,
      advance: async (hours) => {
        const heard = hear();
        const advanceMs = Math.round(hours * HOUR_MS);
        child.send({ advanceMs });
        await heard;
        aheadMs += advanceMs;
      },
      stop,
    };
  };
  return { start, stop };
}

/** A platform in a process of its own, on servers that stand; resolves when it answers. */
export async function startPlatformProcess(order: PlatformOrder): Promise<DemoPlatform> {
  return beginPlatformProcess().start(order);
}
