import { createServer } from 'node:http';
import { serveMetrics, createProcessMetrics } from '@huying/observability';
import { createService } from './application.js';
import { ConfigurationError, readConfiguration } from './configuration.js';
import type { ServiceDefinition } from './service.js';
import { serveReferences } from './reference.js';
import { protectedAnswers } from './security-headers.js';

const DRAIN_LIMIT_MS = 15_000;

/** Runs one service as a process of its own until SIGTERM or SIGINT; a bad configuration stops it with a sentence. */
export async function runService(definition: ServiceDefinition): Promise<void> {
  const { configuration, service } = await createOrExit(definition);
  const reference = serveReferences(service);
  const server = createServer(
    protectedAnswers((request, response) => {
      if (!reference(request, response)) service.handle(request, response);
    }),
  );
  const start = async () => {
    const { HOST, PORT, METRICS_PORT } = configuration;
    const metrics = await serveMetrics([service.metrics, createProcessMetrics()], METRICS_PORT, HOST);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(PORT, HOST, resolve);
    });
    await service.start();
    return metrics;
  };
  const started = start();
  // Before it answers for the first time: whoever stops it then finds it in good order too.
  onStop(async () => {
    server.close();
    (await started).close();
    await service.stop();
  });
  await started;
}

async function createOrExit(definition: ServiceDefinition) {
  try {
    const configuration = readConfiguration(process.env);
    return { configuration, service: await createService(definition, configuration) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(78); // EX_CONFIG
  }
}

/** Runs `stop` once, at the first SIGTERM or SIGINT, and leaves; if it hangs, leaves all the same. */
export function onStop(stop: () => Promise<void>): void {
  let stopping = false;
  const leave = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), DRAIN_LIMIT_MS).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`The service did not stop cleanly: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', leave);
  process.once('SIGINT', leave);
}
