import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One service's metrics; every one carries the service's name. */
export function createMetrics(service: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  // Only such a registry takes exemplars; what is answered is in the form that is asked for (see metrics-server.ts).
  registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE as Parameters<typeof registry.setContentType>[0]);
  return registry;
}

/** What Node itself tells of the process: once for a process, however many services are in it. */
export function createProcessMetrics(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** Rate, errors, duration of every route. */
export class HttpMetrics {
  private readonly duration: Histogram<'method' | 'route' | 'status'>;
  private readonly inFlight: Gauge;

  constructor(registry: Registry) {
    this.duration = new Histogram({
      name: 'huying_http_request_duration_seconds',
      help: 'How long requests took, by route template and status.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
      enableExemplars: true,
    });
    this.inFlight = new Gauge({
      name: 'huying_http_requests_in_flight',
      help: 'Requests that have been received and not yet answered.',
      registers: [registry],
    });
  }

  begin(): void {
    this.inFlight.inc();
  }

  /**
   * @param route the template (`/v1/needs/:needId`), never the path: ids would be personal data and without bound
   * @param exemplarLabels the trace in which it took so long, if there is one
   */
  end(method: string, route: string, status: number, value: number, exemplarLabels?: Record<string, string>): void {
    this.inFlight.dec();
    this.duration.observe({ labels: { method, route, status: String(status) }, value, exemplarLabels });
  }
}
