import { stringify } from 'yaml';
import { runbookUrl, type Alert, type Example } from './alert.js';
import { alertGroups, recordings } from './index.js';

const generated = '# Made by `npm run generate` from tools/operators/src/alerts.\n';
const yaml = (content: object): string =>
  generated + stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });

const annotations = ({ summary, runbook }: Alert) => ({
  summary: summary.en,
  summary_zh: summary.zh,
  runbook_url: runbookUrl(runbook),
});

const rule = (alert: Alert) => ({
  alert: alert.name,
  expr: alert.expr,
  for: alert.for,
  labels: { severity: alert.severity },
  annotations: annotations(alert),
});

/** Prometheus fills in labels; here those of the example. */
const filled = (text: string, labels: Readonly<Record<string, string>>): string =>
  text.replace(/\{\{ \$labels\.(\w+) \}\}/g, (_, name: string) => labels[name] ?? '');

const expected = (alert: Alert) => ({
  exp_labels: { severity: alert.severity, ...alert.firing.labels },
  exp_annotations: Object.fromEntries(
    Object.entries(annotations(alert)).map(([name, text]) => [name, filled(text, alert.firing.labels)]),
  ),
});

const test = (alert: Alert, name: string, { series, at, every }: Example, alertsThen: readonly object[]) => ({
  name: `${alert.name}: ${name}`,
  interval: every ?? '1m',
  input_series: series,
  alert_rule_test: [{ eval_time: at, alertname: alert.name, exp_alerts: alertsThen }],
});

const tests = (alert: Alert) => [
  test(alert, 'fires', alert.firing, [expected(alert)]),
  test(alert, 'is silent', alert.silent, []),
];

/** promtool looks at all rules of a file equally often: those that are looked at over days have a file of their own. */
const testFiles = ([name, list]: [string, readonly Alert[]]): [string, string][] => {
  const all = list.flatMap(tests);
  const every = (interval: string, file: string): [string, string][] => {
    const some = all.filter((one) => one.interval === interval);
    const rules = ['../rules/recordings.yml', `../rules/${name}.yml`];
    const content = yaml({ rule_files: rules, evaluation_interval: interval, tests: some });
    return some.length === 0 ? [] : [[`tests/${file}.yml`, content]];
  };
  return [...every('1m', name), ...every('15m', `${name}-over-days`)];
};

/** Files of rules and of promtool's tests of them, by name below deploy/observability/prometheus. */
export function prometheusFiles(): Record<string, string> {
  const groups = Object.entries(alertGroups);
  return {
    'rules/recordings.yml': yaml({ groups: [{ name: 'huying-recordings', interval: '30s', rules: recordings }] }),
    ...Object.fromEntries(
      groups.map(([name, list]) => [
        `rules/${name}.yml`,
        yaml({ groups: [{ name: `huying-${name}`, rules: list.map(rule) }] }),
      ]),
    ),
    ...Object.fromEntries(groups.flatMap(testFiles)),
  };
}
