/** The figures of the stories that are told after the main job. */
export interface OtherStories {
  /** The holiday class: who is in, who waits, whether siblings stayed together, and what became of it. */
  readonly classroom: {
    readonly places: number;
    readonly families: number;
    readonly enrolled: number;
    readonly waiting: number;
    readonly oversold: number;
    readonly heldTwice: number;
    readonly refused: Readonly<Record<string, number>>;
    readonly siblingsApart: number;
    readonly graduated: number;
    readonly notCollected: number;
  };
  /** The chairs for the park: who gives one, who waits for one; in how many ms the last was promised, should have been, and all had an answer. */
  readonly chairs: {
    readonly wanted: number;
    readonly residents: number;
    readonly pledged: number;
    readonly waiting: number;
    readonly oversold: number;
    readonly heldTwice: number;
    readonly pledgedMs: number;
    readonly goalMs: number;
    readonly answeredMs: number;
  };
  /** The quarrel about wages: how it went, and when the service noticed that others have the same. */
  readonly mediation: {
    readonly sessions: number;
    readonly impasses: number;
    readonly state: string;
    /** With which code a session before consent was refused. */
    readonly refusedBeforeConsent: string;
    readonly goBetween: string;
    /** Fen between the sides after each impasse. */
    readonly gapsFen: readonly (number | null)[];
    readonly instalments: number;
    readonly calls: number;
    /** At which complaint the warning was raised. */
    readonly warnedAt: number;
  };
  /** What households decided about their estate: who voted how, and of what area how many percent agreed to the lift, round by round. */
  readonly voting: {
    readonly households: number;
    readonly app: number;
    readonly paper: number;
    /** Ballots that came when a round had closed: none of them is counted. */
    readonly late: number;
    readonly whether: string;
    readonly ticked: number;
    readonly how: readonly { readonly outcome: string; readonly areaPercent: number }[];
  };
}

/** The figures of a run, as `--json` prints them; of the other stories only if they are told. */
export interface Figures extends Partial<OtherStories> {
  readonly needId: string;
  readonly places: number;
  readonly volunteers: number;
  readonly attempts: number;
  /** Volunteers who hold a place in the end. */
  readonly held: number;
  /** Volunteers who wait in line in the end. */
  readonly waiting: number;
  readonly refused: Readonly<Record<string, number>>;
  /** Places promised beyond those there are. */
  readonly oversold: number;
  /** Places that two hold, and volunteers who hold two. */
  readonly heldTwice: number;
  readonly latencyMs: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Events by type, as an independent consumer has seen them. */
  readonly events: Readonly<Record<string, number>>;
  readonly attended: number;
  readonly serviceMinutes: number;
  readonly satisfaction: number;
  readonly consistent: boolean;
}

/** A number as people read it: `1,200`. */
export const counted = (count: number): string => count.toLocaleString('en');

/** The value that this share of all does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
  return Math.round(value * 10) / 10;
}

export function latenciesOf(values: readonly number[]): Figures['latencyMs'] {
  return { p50: percentile(values, 0.5), p95: percentile(values, 0.95), p99: percentile(values, 0.99) };
}
