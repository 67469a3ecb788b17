import type { FullPool } from './bed/fill-ledger.js';

/** The figures of a run; the first line of each promise is 0 when it was kept. Times in ms. */
export interface Figures {
  readonly operations: number;
  readonly acknowledged: number;
  /** Requests that got no answer: their connection broke, or patience did. */
  readonly unknown: number;
  readonly refused: number;
  /** 503: not now, and when to ask again. */
  readonly unavailable: number;
  readonly faults: Readonly<Record<string, number>>;
  /** Acknowledged answers that are not in the ledger as they were told. */
  readonly lostAcks: number;
  readonly oversold: number;
  readonly heldTwice: number;
  readonly overlaps: number;
  readonly lineViolations: number;
  /** Answers and decisions that the rules do not give at the place in the log that they name, and small histories without an order. */
  readonly unexplainedAnswers: number;
  /** How often a claim process ended by itself. */
  readonly crashes: number;
  readonly recoveriesMs: { readonly p50: number; readonly max: number };
  /** Redis, PostgreSQL's tables and Kafka's events all say what the ledger says. */
  readonly consistent: boolean;
  /** Refusals by a state that Redis lost, in an epoch that a fault ended: allowed while a pool recovers. */
  readonly staleRefusals: number;
  readonly smallHistories: { readonly searched: number; readonly leftOut: number; readonly unexplained: number };
  readonly ledgerEntries: number;
  readonly epochs: number;
  readonly events: { readonly repeated: number };
  readonly connectionsCut: number;
  readonly recoveriesMsByFault: Readonly<Record<string, { readonly p50: number; readonly max: number }>>;
  readonly kinds: Readonly<Record<string, number>>;
  readonly refusals: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly seed: number;
  readonly processes: number;
  /** How a pool with a long ledger came back; null where none was filled. */
  readonly fullPool: FullPool | null;
}

/** Within which time a pool is back, however long its ledger is. */
const BACK_WITHIN_MS = 5_000;

/** Whether every promise was kept. */
export const isKept = (figures: Figures): boolean =>
  figures.consistent &&
  (figures.fullPool?.backMs ?? 0) <= BACK_WITHIN_MS &&
  [figures.lostAcks, figures.oversold, figures.heldTwice, figures.overlaps].every((count) => count === 0) &&
  [figures.lineViolations, figures.unexplainedAnswers, figures.smallHistories.unexplained, figures.crashes].every(
    (count) => count === 0,
  );

/** Median and maximum of durations, in whole ms; 0 where there is none. */
export function spread(durations: readonly number[]): { p50: number; max: number } {
  const sorted = [...durations].sort((a, b) => a - b);
  return { p50: Math.round(sorted[Math.floor((sorted.length - 1) / 2)] ?? 0), max: Math.round(sorted.at(-1) ?? 0) };
}
