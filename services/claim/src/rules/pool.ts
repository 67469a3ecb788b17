import type { Passed } from './entries.js';
import type { NeedConfig } from './need-config.js';
import type { VolunteerRecord } from './volunteer-record.js';

export type RecordState = 'held' | 'waiting' | 'offered' | 'ended';

/** What a request was answered, for its repetition. */
export interface Told {
  readonly claim: string;
  readonly key: string;
  readonly told: 'h' | 'w' | 'a' | 'o';
  readonly number: number;
  readonly sequence: number;
}

/** A claimant's claim in a need: the one in force or the last one, and what was told of those before. */
export interface ClaimRecord extends Told {
  readonly state: RecordState;
  /** The place kept now; 0: none. */
  readonly place: number;
  readonly till: number;
  readonly source: string;
  readonly from: { readonly claimant: string; readonly claim: string } | null;
  /** Who stands in line together with this claimant, the first first; empty: nobody. */
  readonly party: readonly string[];
  readonly earlier: readonly Told[];
}

export interface NeedState {
  readonly config: NeedConfig;
  readonly publication: number;
  readonly revision: number;
  readonly state: 'open' | 'closed';
  readonly phase: '' | 'gathering' | 'drawn';
  readonly wave: number;
  readonly places: number;
  /** Places held or offered. */
  readonly held: number;
  readonly top: number;
  /** Places given back, the lowest first: it is given next. */
  readonly freed: readonly number[];
  readonly claims: Map<string, ClaimRecord>;
  /** Who stands in line, with the rank; of friends the first. */
  readonly line: Map<string, number>;
}

/** A time at which a volunteer is taken, in minutes since 1970. */
export interface CalendarEntry {
  readonly need: string;
  readonly from: number;
  readonly till: number;
  readonly x: number;
  readonly y: number;
}

export interface Calendar {
  /** When the volunteer last got a place, in ms. */
  readonly last: number;
  readonly entries: readonly CalendarEntry[];
}

/** A pool as the entries of its log make it. Changed by `apply` alone. */
export interface Pool {
  sequence: number;
  readonly volunteers: Map<string, VolunteerRecord>;
  readonly calendars: Map<string, Calendar>;
  readonly needs: Map<string, NeedState>;
  readonly series: Map<string, Map<string, number>>;
  /** Why somebody in line was last passed, by claim. */
  readonly passed: Map<string, Passed>;
}

export const emptyPool = (): Pool => ({
  sequence: 0,
  volunteers: new Map(),
  calendars: new Map(),
  needs: new Map(),
  series: new Map(),
  passed: new Map(),
});

/** Those in line, the first first: by rank, then by name, as Redis orders a sorted set. */
export function lineOf(need: NeedState): string[] {
  return [...need.line]
    .sort(([a, x], [b, y]) => x - y || Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .map(([id]) => id);
}

/** A seat that an organisation's team holds and nobody has been named for. */
export const isSeat = (claimant: string): boolean => claimant.startsWith('seat:');

/** Whether places take anybody's time: an alert keeps nobody from anything, a class and an appeal are at no time. */
export const hasTime = ({ dispatch, from, till }: NeedConfig): boolean => dispatch !== 'alert' && till > from;

/** Whether a place takes its holder's time: seats belong to nobody yet. */
export const takesTime = (config: NeedConfig, claimant: string): boolean => hasTime(config) && !isSeat(claimant);
