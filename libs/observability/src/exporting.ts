import { getNodeAutoInstrumentations } from '@opentelemetry/auto-instrumentations-node';
import { NodeSDK } from '@opentelemetry/sdk-node';

/** Sets up the tracer provider and what is traced without our doing: queries, commands to Redis, calls to others. */
export function startExporting(): void {
  const sdk = new NodeSDK({
    instrumentations: [
      getNodeAutoInstrumentations({
        '@opentelemetry/instrumentation-fs': { enabled: false },
        '@opentelemetry/instrumentation-dns': { enabled: false },
        '@opentelemetry/instrumentation-net': { enabled: false },
        // Of queries, those that belong to something; not the relay's every look into the outbox.
        '@opentelemetry/instrumentation-pg': { requireParentSpan: true },
        // Each service's own Fastify instance tells of requests, by route (see request-tracing.ts).
        '@opentelemetry/instrumentation-http': { disableIncomingRequestInstrumentation: true },
        // Events carry the trace of their emission; the relay's own would be written over it.
        '@opentelemetry/instrumentation-kafkajs': { enabled: false },
      }),
    ],
  });
  sdk.start();
  for (const signal of ['SIGTERM', 'SIGINT', 'beforeExit'] as const) process.once(signal, () => void sdk.shutdown());
}
