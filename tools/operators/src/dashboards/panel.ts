import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { both, type Words } from '../words.js';

/** What is asked of Prometheus, and what its lines are called. */
export interface Query {
  readonly expr: string;
  readonly legend?: string;
}

/** From this value on it looks like that. */
export interface Threshold {
  readonly from: number;
  readonly color: 'green' | 'yellow' | 'red';
}

/** One picture on a dashboard. */
export interface Panel {
  readonly title: Words;
  readonly shows: Words;
  /** What to do when it looks bad. */
  readonly bad: Words;
  /** A page of docs/runbooks, without `.md`. */
  readonly runbook: string;
  /** One number, or how it went. */
  readonly kind: 'number' | 'lines';
  /** As Grafana names units: `short`, `s`, `percentunit`, `reqps`, `bytes`. */
  readonly unit: string;
  readonly thresholds: readonly Threshold[];
  readonly queries: readonly Query[];
  /** Columns of 24; default: 12 for lines, 6 for a number. */
  readonly width?: number;
  /** The exporter whose metrics these are, if they are not the platform's own. */
  readonly exporter?: 'blackbox' | 'node';
}

export const datasource = { type: 'prometheus', uid: '${datasource}' };

/** Nothing about it is good or bad. */
export const plain: readonly Threshold[] = [{ from: -Infinity, color: 'green' }];

export const redFrom = (value: number): readonly Threshold[] => [
  { from: -Infinity, color: 'green' },
  { from: value, color: 'red' },
];

export const yellowAndRed = (yellow: number, red: number): readonly Threshold[] => [
  { from: -Infinity, color: 'green' },
  { from: yellow, color: 'yellow' },
  { from: red, color: 'red' },
];

/** Bad where it is low. */
export const redBelow = (yellow: number, green: number): readonly Threshold[] => [
  { from: -Infinity, color: 'red' },
  { from: yellow, color: 'yellow' },
  { from: green, color: 'green' },
];

export type PanelBuilder = stat.PanelBuilder | timeseries.PanelBuilder;

/** A panel as Grafana takes it. */
export function build(panel: Panel): PanelBuilder {
  const shared = {
    title: both(panel.title),
    description: `${panel.shows.zh}\n\n**异常时:** ${panel.bad.zh}\n\n${panel.shows.en}\n\n**When it looks bad:** ${panel.bad.en}`,
    link: new dashboard.DashboardLinkBuilder(`处置手册 · Runbook: ${panel.runbook}`)
      .type(dashboard.DashboardLinkType.Link)
      .url(`\${runbooks}/${panel.runbook}.md`)
      .targetBlank(true),
    thresholds: new dashboard.ThresholdsConfigBuilder()
      .mode(dashboard.ThresholdsMode.Absolute)
      // The first step begins where numbers begin, which Grafana writes as null.
      .steps(panel.thresholds.map(({ from, color }) => ({ value: Number.isFinite(from) ? from : null, color }))),
  };
  const targets = panel.queries.map(({ expr, legend = '' }, index) => {
    const query = new prometheus.DataqueryBuilder()
      .refId(String.fromCharCode('A'.charCodeAt(0) + index))
      .expr(expr)
      .legendFormat(legend)
      .exemplar(panel.kind === 'lines' && expr.includes('_bucket'));
    return panel.kind === 'number' ? query.instant() : query.range();
  });
  const builder = panel.kind === 'number' ? new stat.PanelBuilder() : new timeseries.PanelBuilder().min(0);
  // Grafana draws no threshold over lines unless it is told to.
  if (builder instanceof timeseries.PanelBuilder) {
    builder.thresholdsStyle(
      new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
    );
  }
  builder
    .title(shared.title)
    .description(shared.description)
    .links([shared.link])
    .datasource(datasource)
    .unit(panel.unit)
    .thresholds(shared.thresholds)
    .span(panel.width ?? (panel.kind === 'number' ? 6 : 12))
    .height(panel.kind === 'number' ? 5 : 8);
  for (const target of targets) builder.withTarget(target);
  return builder;
}
