/**
 * The platform of the demo, in a process of its own: who rushes and who decides do not share a processor's time.
 * Forked by platform.ts, with which it ends, however that one ends: so this comes before anything is loaded.
 */
const STOP_LIMIT_MS = 10_000;
let stop = (): Promise<void> => Promise.resolve();

process.on('disconnect', () => {
  // What it waits for may be gone already, as the servers are when the one who tells the story was killed.
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});

const { FrontDoor, startPlatform, StoryClock } = await import('@huying/standalone');
const clock = new StoryClock();
const host = '127.0.0.1';
const door = await FrontDoor.open({ host, port: 0, variable: 'PORT' });
const metricsDoor = await FrontDoor.open({ host, port: 0, variable: 'METRICS_PORT' });
const platform = await startPlatform({
  environment: process.env,
  dataDir: process.env['DEMO_DATA_DIR'] ?? '.',
  door,
  metricsDoor,
  clock,
});
stop = platform.stop;

process.on('message', ({ advanceMs }: { advanceMs: number }) => {
  clock.advance(advanceMs);
  process.send?.({ advancedMs: advanceMs });
});
process.send?.({ url: platform.url, metricsUrl: metricsDoor.url });
