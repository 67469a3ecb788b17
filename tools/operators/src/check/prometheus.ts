import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@huying/infrastructure';
import { until } from '@huying/tool-demo';
import { parse, stringify } from 'yaml';

/** The committed rules are used as they are, but for this: an alert that must hold for minutes must hold for so long. */
export const FOR_IN_CHECK = '6s';
/** Instead of 15 s. A scrape may take as long as the services wait for a store that is away (2 s). */
const EVERY = '3s';

/** One series of an answer: its labels, and its value now. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: number;
}

interface RuleFile {
  readonly groups: { interval?: string; rules: { for?: string }[] }[];
}

/** A real Prometheus of its own: on a free port of this machine, with a data directory that goes with it. */
export class Prometheus {
  private constructor(
    private readonly url: string,
    private readonly process: ChildProcess,
    private readonly directory: string,
  ) {}

  /** @param metricsUrl where the platform tells its metrics @param rules the directory of the committed rules */
  static async start(metricsUrl: string, rules: string): Promise<Prometheus> {
    const directory = mkdtempSync(join(tmpdir(), 'huying-prometheus-'));
    mkdirSync(join(directory, 'rules'));
    for (const name of readdirSync(rules)) {
      writeFileSync(join(directory, 'rules', name), inAHurry(readFileSync(join(rules, name), 'utf8')));
    }
    const config = {
      global: { scrape_interval: EVERY, scrape_timeout: EVERY, evaluation_interval: EVERY },
      rule_files: [join(directory, 'rules', '*.yml')],
      scrape_configs: [{ job_name: 'huying', static_configs: [{ targets: [new URL(metricsUrl).host] }] }],
    };
    writeFileSync(join(directory, 'prometheus.yml'), stringify(config));
    const port = await freePort();
    const process = spawn(
      'prometheus',
      [
        `--config.file=${join(directory, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(directory, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage',
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const failed = new Promise<never>((_, reject) => {
      process.once('error', (cause) =>
        reject(new Error('Prometheus cannot be started: apt-get install prometheus.', { cause })),
      );
      process.once('exit', (code) => reject(new Error(`Prometheus has ended with ${code}.`)));
    });
    failed.catch(() => undefined);
    const prometheus = new Prometheus(`http://127.0.0.1:${port}`, process, directory);
    const ready = until('Prometheus is ready', () =>
      fetch(`${prometheus.url}/-/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    );
    try {
      await Promise.race([ready, failed]);
    } catch (error) {
      await prometheus.stop();
      throw error;
    }
    return prometheus;
  }

  async query(expr: string): Promise<Sample[]> {
    const { result } = await this.ask<{ result: { metric: Record<string, string>; value: [number, string] }[] }>(
      'query',
      {
        query: expr,
      },
    );
    return result.map(({ metric, value: [, text] }) => ({ metric, value: Number(text) }));
  }

  /** The labels that series of a metric have had within the last hour. */
  async labelsOf(metric: string): Promise<Set<string>> {
    const hourAgo = String(Date.now() / 1_000 - 3_600);
    const series = await this.ask<Record<string, string>[]>('series', { 'match[]': metric, start: hourAgo });
    return new Set(series.flatMap((labels) => Object.keys(labels)));
  }

  /** The alerts that fire now. */
  async firing(): Promise<Set<string>> {
    const { alerts } = await this.ask<{ alerts: { state: string; labels: { alertname: string } }[] }>('alerts', {});
    return new Set(alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels.alertname));
  }

  async stop(): Promise<void> {
    if (this.process.pid !== undefined && this.process.exitCode === null && this.process.signalCode === null) {
      const ended = once(this.process, 'exit');
      this.process.kill('SIGTERM');
      await ended;
    }
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async ask<Data>(path: string, parameters: Record<string, string>): Promise<Data> {
    const response = await fetch(`${this.url}/api/v1/${path}?${new URLSearchParams(parameters).toString()}`);
    const answer = (await response.json()) as { status: string; error?: string; data: Data };
    if (answer.status !== 'success')
      throw new Error(`Prometheus refuses ${JSON.stringify(parameters)}: ${answer.error}`);
    return answer.data;
  }
}

function inAHurry(text: string): string {
  const file = parse(text) as RuleFile;
  for (const group of file.groups) {
    delete group.interval;
    for (const rule of group.rules) if (rule.for !== undefined && rule.for !== '0s') rule.for = FOR_IN_CHECK;
  }
  return stringify(file, { lineWidth: 0 });
}
