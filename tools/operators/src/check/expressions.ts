import { alerts, recordings } from '../alerts/index.js';
import { dashboards } from '../dashboards/index.js';
import type { Prometheus } from './prometheus.js';

/** An expression that somebody relies on. */
export interface Expression {
  readonly where: string;
  readonly expr: string;
  readonly exporter?: 'blackbox' | 'node';
  /** Of a panel or a recording an answer is expected; of an alert that everything it looks at is there. */
  readonly kind: 'answers' | 'looks';
}

export interface Verdict extends Expression {
  readonly outcome: 'ok' | 'failed' | 'left out';
  readonly detail: string;
}

/**
 * Labels of the exporters' metrics: of the blackbox exporter (prober/http.go) and of the node exporter
 * (collector/filesystem_common.go), and those that Prometheus adds to every series.
 */
const exporters: Readonly<Record<string, readonly string[]>> = {
  probe_ssl_earliest_cert_expiry: [],
  node_filesystem_avail_bytes: ['device', 'fstype', 'mountpoint'],
  node_filesystem_size_bytes: ['device', 'fstype', 'mountpoint'],
};
const ofEverySeries = ['job', 'instance'];

/** Grafana's variables as they are when everything is chosen. */
const chosen = (expr: string): string =>
  expr.replace(/\$(community|service)\b/g, '.*').replaceAll('$__rate_interval', '5m');

export const expressions: readonly Expression[] = [
  ...dashboards.flatMap(({ name, panels }) =>
    panels.flatMap(({ title, queries, exporter }) =>
      queries.map(({ expr }) => ({
        where: `${name}: ${title.en}`,
        expr: chosen(expr),
        exporter,
        kind: 'answers' as const,
      })),
    ),
  ),
  ...recordings.map(({ record, labels, expr }) => ({
    where: `${record} ${labels.slo}`,
    expr,
    kind: 'answers' as const,
  })),
  ...alerts.map(({ name, expr, exporter }) => ({ where: `alert ${name}`, expr, exporter, kind: 'looks' as const })),
];

const withoutTexts = (expr: string): string => expr.replace(/"[^"]*"/g, '""');

/** What an expression asks for: a metric with its matchers. */
function selectorsIn(expr: string): string[] {
  return expr.match(/\b(?:huying|up|process|nodejs|probe|node)(?:[_:]\w+)*(?:\{[^}]*\})?/g) ?? [];
}

export function metricsIn(expr: string): string[] {
  return [...new Set(selectorsIn(withoutTexts(expr)).map((selector) => selector.replace(/\{.*/s, '')))];
}

/** The labels by which an expression selects and groups. */
export function labelsIn(expr: string): string[] {
  const bare = withoutTexts(expr);
  const matched = [...bare.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner = '']) =>
    [...inner.matchAll(/(\w+)\s*(?:=~|!=|!~|=)/g)].map(([, name = '']) => name),
  );
  const grouped = [...bare.matchAll(/\b(?:by|on)\s*\(([^)]*)\)/g)].flatMap(([, inner = '']) => inner.split(','));
  return [...new Set([...matched, ...grouped].map((name) => name.trim()).filter((name) => name !== ''))];
}

/** Tries an expression on what there is. */
export async function tryExpression(prometheus: Prometheus, one: Expression): Promise<Verdict> {
  const failed = (detail: string): Verdict => ({ ...one, outcome: 'failed', detail });
  const metrics = metricsIn(one.expr);
  if (metrics.length === 0) return failed('it names no metric that we know');
  const known = new Set(ofEverySeries);
  for (const metric of metrics) {
    if (one.exporter && !exporters[metric]) return failed(`the ${one.exporter} exporter has no ${metric}`);
    for (const label of exporters[metric] ?? (await prometheus.labelsOf(metric))) known.add(label);
  }
  const unknown = labelsIn(one.expr).filter((label) => !known.has(label));
  if (unknown.length > 0) return failed(`no series of ${metrics.join(', ')} has the label ${unknown.join(', ')}`);
  // Whether it is well formed is asked of Prometheus in any case.
  const answer = await prometheus.query(one.expr);
  if (one.exporter) {
    return {
      ...one,
      outcome: 'left out',
      detail: `no ${one.exporter} exporter here; ${metrics.join(', ')} and labels are known`,
    };
  }
  if (one.kind === 'answers') {
    const numbers = answer.filter(({ value }) => !Number.isNaN(value));
    return numbers.length > 0 ? { ...one, outcome: 'ok', detail: `${numbers.length} series` } : failed('no data');
  }
  for (const selector of selectorsIn(one.expr)) {
    const there = await prometheus.query(`count(last_over_time(${selector}[10m]))`);
    if (there.length === 0) return failed(`no data of ${selector}`);
  }
  return { ...one, outcome: 'ok', detail: `looks at ${metrics.length} metrics` };
}
