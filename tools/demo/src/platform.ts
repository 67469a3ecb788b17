import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const HOUR_MS = 3_600_000;

/** The platform of the demo, as the one who tells the story sees it. */
export interface DemoPlatform {
  readonly url: string;
  /** Where Prometheus reads, below `/metrics`. */
  readonly metricsUrl: string;
  /** Moves the platform's clock ahead. */
  readonly advance: (hours: number) => Promise<void>;
  /** What the platform's clock says in so many hours, in ms since 1970. */
  readonly hence: (hours: number) => number;
  readonly stop: () => Promise<void>;
}

/** Starts the platform in a process of its own and resolves when it answers. */
export async function startPlatformProcess(
  environment: Readonly<Record<string, string>>,
  dataDir: string,
): Promise<DemoPlatform> {
  const child = fork(fileURLToPath(new URL('./platform-process.js', import.meta.url)), [], {
    env: {
      ...process.env,
      ...environment,
      DEMO_DATA_DIR: dataDir,
      LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
      RATE_LIMIT_PER_MINUTE: '100000',
    },
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
  const { url, metricsUrl } = await hear<{ url: string; metricsUrl: string }>();
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
    stop: async () => {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
