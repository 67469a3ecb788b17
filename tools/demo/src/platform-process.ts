import { once } from 'node:events';
import type { PlatformOrder } from './platform.js';

/**
 * The platform of the demo, in a process of its own: who rushes and who decides do not share a processor's time.
 * Forked by platform.ts, with which it ends, however that one ends: so this comes before anything is loaded.
 */
const STOP_LIMIT_MS = 10_000;
/** In seconds. What comes round more rarely keeps its own time, however far the story has moved the clock. */
const A_MINUTE = 60;
let stop = (): Promise<void> => Promise.resolve();

process.on('disconnect', () => {
  // What it waits for may be gone already, as the servers are when the one who tells the story was killed.
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

const { StoryClock } = await import('@huying/http');
const { FrontDoor, startPlatform } = await import('@huying/standalone');
const clock = new StoryClock();
// Everything is loaded while the servers start; where they are comes when they stand.
process.send?.('loaded');
const [{ environment, dataDir }] = (await once(process, 'message')) as [PlatformOrder];
Object.assign(process.env, environment);
const host = '127.0.0.1';
const door = await FrontDoor.open({ host, port: 0, variable: 'PORT' });
const metricsDoor = await FrontDoor.open({ host, port: 0, variable: 'METRICS_PORT' });
const platform = await startPlatform({
  environment: process.env,
  dataDir,
  door,
  metricsDoor,
  clock,
});
stop = platform.stop;

process.on('message', ({ advanceMs }: { advanceMs: number }) => {
  clock.advance(advanceMs);
  // What could not be asked for comes round by itself.
  platform.comeRound(A_MINUTE).catch(() => undefined);
  process.send?.({ advancedMs: advanceMs });
});
process.send?.({ url: platform.url, metricsUrl: metricsDoor.url });
