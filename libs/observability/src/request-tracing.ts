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

/** The span of a request; undefined while traces go nowhere. */
export function spanOf(request: object): Span | undefined {
  const { opentelemetry } = request as { opentelemetry?: () => { readonly span: Span | null } };
  return opentelemetry?.call(request).span ?? undefined;
}

/** The trace of a span, for an exemplar: a point on a graph that leads to it. Undefined if it is not kept anywhere. */
export function exemplarOf(span: Span | undefined): Record<string, string> | undefined {
  const context = span?.spanContext();
  if (!context || (context.traceFlags & TraceFlags.SAMPLED) === 0) return undefined;
  return { trace_id: context.traceId, span_id: context.spanId };
}
