import { prometheusFiles } from './alerts/to-prometheus.js';
import { toGrafana } from './dashboards/dashboard.js';
import { dashboards } from './dashboards/index.js';

/** Where operators' files are, from the root. */
export const FOLDER = 'deploy/observability';

/** What Grafana and Prometheus read, by path from the root. */
export function operatorFiles(): Record<string, string> {
  const prometheus = Object.entries(prometheusFiles()).map(([name, text]) => [`${FOLDER}/prometheus/${name}`, text]);
  const grafana = dashboards.map((one) => [
    `${FOLDER}/grafana/dashboards/${one.name}.json`,
    `${JSON.stringify(toGrafana(one), null, 2)}\n`,
  ]);
  return Object.fromEntries([...prometheus, ...grafana]) as Record<string, string>;
}
