import type { Words } from '../words.js';

/** Samples for a test: one a minute, as promtool writes them (`0+60x70`). */
export interface Series {
  readonly series: string;
  readonly values: string;
}

/** A time in which an alert must fire, or must not. */
export interface Example {
  readonly series: readonly Series[];
  /** When it is looked at, from the beginning: `70m`. */
  readonly at: string;
  /** How far the values are apart, and the looks at the rules: `1m` if nothing is said. Days in minutes take minutes to try. */
  readonly every?: '15m';
}

/** Something that an operator is told of, awake or not. */
export interface Alert {
  readonly name: string;
  readonly expr: string;
  readonly for: string;
  /** `page`: somebody gets up. `ticket`: somebody looks in the morning. */
  readonly severity: 'page' | 'ticket';
  /** May name labels of the expression: `{{ $labels.pool }}`. */
  readonly summary: Words;
  /** A page of docs/runbooks, without `.md`. */
  readonly runbook: string;
  /** The exporter whose metrics these are, if they are not the platform's own. */
  readonly exporter?: 'blackbox' | 'node';
  readonly firing: Example & {
    /** Those of the alert that fires, but for its severity. */ readonly labels: Readonly<Record<string, string>>;
  };
  readonly silent: Example;
}

export const runbookUrl = (runbook: string): string => `docs/runbooks/${runbook}.md`;
