import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { labelsIn, metricsIn } from './check/expressions.js';
import { dashboards } from './dashboards/index.js';
import { operatorFiles } from './operator-files.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');
const prometheus = 'deploy/observability/prometheus';
const files = (folder: string) =>
  readdirSync(`${root}${prometheus}/${folder}`).map((name) => `${prometheus}/${folder}/${name}`);

interface Rule {
  readonly alert?: string;
  readonly labels: { readonly severity?: string };
  readonly annotations: { readonly runbook_url: string; readonly summary: string; readonly summary_zh: string };
}
interface RuleTest {
  readonly alert_rule_test: readonly { readonly alertname: string; readonly exp_alerts: readonly object[] }[];
}

const rules = files('rules')
  .flatMap((path) => (parse(read(path)) as { groups: { rules: Rule[] }[] }).groups)
  .flatMap((group) => group.rules)
  .filter(({ alert }) => alert !== undefined);
const examples = files('tests')
  .flatMap((path) => (parse(read(path)) as { tests: RuleTest[] }).tests)
  .flatMap((test) => test.alert_rule_test);
const runbooks = readdirSync(`${root}docs/runbooks`).filter((name) => name !== 'README.md');

describe('the alerts', () => {
  it('are there at all, each by a name of its own', () => {
    const names = rules.map(({ alert }) => alert);
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(rules.map((rule) => [rule.alert ?? '', rule] as const))(
    '%s leads to a runbook that names it, and has a test in which it fires and one in which it does not',
    (name, { annotations, labels }) => {
      expect(annotations.runbook_url).toMatch(/^docs\/runbooks\/[\w-]+\.md$/);
      expect(existsSync(`${root}${annotations.runbook_url}`)).toBe(true);
      const page = annotations.runbook_url.replace('docs/runbooks/', '');
      const line = read('docs/runbooks/README.md')
        .split('\n')
        .find((one) => one.includes(`(${page})`));
      expect(line).toContain(`\`${name}\``);
      expect(annotations.summary).not.toBe('');
      expect(annotations.summary_zh).toMatch(/\p{Script=Han}/u);
      expect(['page', 'ticket']).toContain(labels.severity);
      const counts = examples
        .filter(({ alertname }) => alertname === name)
        .map(({ exp_alerts: fires }) => fires.length);
      expect(counts.some((count) => count > 0)).toBe(true);
      expect(counts.some((count) => count === 0)).toBe(true);
    },
  );
});

describe('the runbooks', () => {
  it.each(runbooks)('%s says what it means, who is hurt, what to look at and do, and is led to by an alert', (name) => {
    const text = read(`docs/runbooks/${name}`);
    for (const part of ['Means', 'Who is hurt', 'Look at', 'Do', 'Afterwards']) expect(text).toContain(`**${part}.**`);
    expect(rules.map(({ annotations }) => annotations.runbook_url)).toContain(`docs/runbooks/${name}`);
  });
});

describe('the dashboards', () => {
  const panels = dashboards.flatMap((one) =>
    one.panels.map((panel) => [`${one.name}: ${panel.title.en}`, panel] as const),
  );

  it.each(panels)('%s says in both languages what it shows and what to do, and leads to a runbook', (_, panel) => {
    for (const { zh, en } of [panel.title, panel.shows, panel.bad]) {
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(en).toMatch(/^[^\p{Script=Han}]+$/u);
    }
    expect(runbooks).toContain(`${panel.runbook}.md`);
    expect(panel.thresholds.length).toBeGreaterThan(0);
    for (const { expr } of panel.queries) expect(metricsIn(expr)).not.toHaveLength(0);
  });

  it('and the rules are as they were generated', () => {
    for (const [path, text] of Object.entries(operatorFiles()))
      expect([path, read(path) === text]).toEqual([path, true]);
  });
});

describe('the check of expressions', () => {
  it('sees every metric and label of an expression, and nothing in its texts', () => {
    const expr =
      'sum by (service, le) (rate(huying_a_bucket{route="/v1/needs/:up", status=~"5.."}[5m])) unless on (pool) up{job="huying"}';
    expect(metricsIn(expr)).toEqual(['huying_a_bucket', 'up']);
    expect(labelsIn(expr).sort()).toEqual(['job', 'le', 'pool', 'route', 'service', 'status']);
  });
});
