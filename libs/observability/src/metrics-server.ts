import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AggregatorRegistry, type Registry } from 'prom-client';

/**
 * Answers `/metrics` for all registries together. Services have metrics of the same names, told apart by the label
 * `service`: each family is told once, with the samples of all of them.
 */
export function answerMetrics(registries: readonly Registry[]) {
  const gather = async () => {
    const all = await Promise.all(registries.map((registry) => registry.getMetricsAsJSON()));
    return AggregatorRegistry.aggregate(all).metrics();
  };
  return (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    gather().then(
      (text) => response.writeHead(200, { 'content-type': AggregatorRegistry.PROMETHEUS_CONTENT_TYPE }).end(text),
      () => response.writeHead(500).end(),
    );
  };
}

/** `/metrics` on a port of its own, so that it is never reachable from where the API is. */
export async function serveMetrics(registries: readonly Registry[], port: number, host: string): Promise<Server> {
  const server = createServer(answerMetrics(registries));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return server;
}
