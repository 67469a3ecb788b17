import type { FastifyOtelInstrumentation } from '@fastify/otel';
import { ProxyTracerProvider, trace, TraceFlags, type Span } from '@opentelemetry/api';

/** Whether traces go anywhere: somebody has set up a tracer provider (see tracing.ts). */
export function isTracing(): boolean {
  const provider = trace.getTracerProvider();
  return !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer('huying') !== undefined;
}

interface TracedRequest {
  readonly method: string;
  readonly routeOptions?: { readonly url?: string };
}

/**
 * A Fastify plugin: one server span for each request, a part of the caller's trace if it sends one, named by method and
 * route template. The path itself, which may hold what people search for, is not in it. Undefined while traces go nowhere.
 */
export async function createRequestTracing(): Promise<ReturnType<FastifyOtelInstrumentation['plugin']> | undefined> {
  if (!isTracing()) return undefined;
  const { FastifyOtelInstrumentation: Instrumentation } = await import('@fastify/otel');
  const instrumentation = new Instrumentation({
    instrumentHooks: false,
    instrumentHandler: false,
    recordExceptions: false,
    requestHook: (span, request) => {
      const route = (request as TracedRequest).routeOptions?.url ?? 'unknown';
      span.updateName(`${(request as TracedRequest).method} ${route}`);
      span.setAttribute('url.path', route);
    },
  });
  return instrumentation.plugin();
}

/** The trace of a request, for an exemplar: a point on a graph that leads to it. Undefined if it is not kept anywhere. */
export function exemplarOf(request: object): Record<string, string> | undefined {
  const { opentelemetry } = request as { opentelemetry?: () => { readonly span: Span | null } };
  const span = opentelemetry?.call(request).span?.spanContext();
  if (!span || (span.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
  return { trace_id: span.traceId, span_id: span.spanId };
}
