import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Registry, type Metric, type MetricObjectWithValues, type MetricValue } from 'prom-client';

type Family = MetricObjectWithValues<MetricValue<string>>;

/**
 * Answers `/metrics` for all registries together. Services have metrics of the same names, told apart by the label
 * `service`: each family is told once, with the samples of all of them. Who reads OpenMetrics, as Prometheus does, is
 * told of a trace beside latencies.
 */
export function answerMetrics(registries: readonly Registry[]) {
  const gather = async (contentType: string) => {
    const all = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
    return together(all.flat(), contentType).metrics();
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    const isOpen = request.headers.accept?.includes('application/openmetrics-text');
    const contentType = isOpen ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE;
    gather(contentType).then(
      (text) => response.writeHead(200, { 'content-type': contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

/** One registry with the samples of all; AggregatorRegistry would drop the traces and misname counters in OpenMetrics. */
function together(families: readonly Family[], contentType: string): Registry {
  const byName = new Map<string, Family & { readonly get: () => Family }>();
  for (const family of families) {
    const present = byName.get(family.name);
    if (present) present.values.push(...family.values);
    else {
      const first = { ...family, values: [...family.values], get: (): Family => first };
      byName.set(family.name, first);
    }
  }
  const registry = new Registry();
  registry.setContentType(contentType as Parameters<Registry['setContentType']>[0]);
  for (const family of byName.values()) registry.registerMetric(family as unknown as Metric);
  return registry;
}

/** `/metrics` on a port of its own, so that it is never reachable from where the API is. */
export async function serveMetrics(registries: readonly Registry[], port: number, host: string): Promise<Server> {
  const server = createServer(answerMetrics(registries));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return server;
}
