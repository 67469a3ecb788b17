import { isAcknowledged, isRefused, isUnavailable, type Attempt, type Mark } from '../history.types.js';
import type { History } from './history.js';

/** What was seen of a pool from outside. */
interface PoolSeen {
  latest: Mark;
  latestAck: number;
  /** When each epoch was first answered from. */
  readonly epochs: Map<number, number>;
}

/** A fault, from its first blow; whoever is concerned by it waits for the next acknowledged answer. */
export interface Blow {
  readonly kind: string;
  readonly at: number;
  readonly pools: readonly string[];
}

export interface Recovery {
  readonly kind: string;
  readonly pool: string;
  readonly ms: number;
}

/** What an answer without a mark may refuse: it was not decided by the pool, but by what is committed, before the pool is asked. */
const undecided = new Set([
  ...['not-found', 'not-yours', 'claim-unknown', 'need-unknown', 'not-offered', 'not-applied', 'not-held'],
  ...['party-unknown', 'not-registered', 'idempotency-key-in-flight'],
]);

/** Counts what was answered, keeps it for the checker, and times recoveries. */
export class Recorder {
  operations = 0;
  acknowledged = 0;
  refused = 0;
  unavailable = 0;
  unknown = 0;
  /** 503 without Retry-After. */
  unavailableWithoutTime = 0;
  /** Requests whose repetition was told another outcome. */
  otherOutcomes = 0;
  readonly refusals: Record<string, number> = {};
  readonly kinds: Record<string, number> = {};
  /** Answers that no rule gives, whatever the state. */
  readonly strange: string[] = [];
  strangeCount = 0;
  readonly recoveries: Recovery[] = [];
  readonly blows: Blow[] = [];
  private waiting: { blow: Blow; pools: Set<string> }[] = [];
  private readonly seen = new Map<string, PoolSeen>();

  constructor(private readonly history: History) {}

  /** What had been answered in a pool by now. */
  floorOf(pool: string): { floor: Mark; floorOfAcks: number } {
    const { latest, latestAck } = this.of(pool);
    return { floor: latest, floorOfAcks: latestAck };
  }

  /** When an epoch of a pool was first answered from; Infinity: never. */
  epochBegan(pool: string, epoch: number): number {
    const later = [...this.of(pool).epochs].filter(([number]) => number >= epoch).map(([, at]) => at);
    return Math.min(...later, Infinity);
  }

  add(attempt: Attempt, hasTime: boolean, mayBeUndecided = false): void {
    this.operations += 1;
    this.kinds[attempt.kind] = (this.kinds[attempt.kind] ?? 0) + 1;
    if (attempt.status === 0) this.unknown += 1;
    else if (isAcknowledged(attempt)) this.acknowledged += 1;
    else if (isUnavailable(attempt)) {
      this.unavailable += 1;
      this.count(attempt);
      if (!hasTime) this.unavailableWithoutTime += 1;
    } else if (isRefused(attempt)) {
      this.refused += 1;
      this.count(attempt);
    }
    if (attempt.mark) this.marked(attempt, attempt.mark);
    else if (attempt.status !== 0 && !isUnavailable(attempt)) this.unmarked(attempt, mayBeUndecided);
  }

  private count({ code }: Attempt): void {
    this.refusals[code] = (this.refusals[code] ?? 0) + 1;
  }

  /** A fault begins. */
  struck(kind: string, pools: readonly string[]): Blow {
    const blow = { kind, at: performance.now(), pools };
    this.blows.push(blow);
    this.waiting.push({ blow, pools: new Set(pools) });
    return blow;
  }

  /** Whether every pool has acknowledged something that was asked after the blow. */
  hasRecovered(blow: Blow): boolean {
    return !this.waiting.some((one) => one.blow === blow);
  }

  /** Says that an answer cannot be. */
  isStrange(words: string): void {
    this.strangeCount += 1;
    if (this.strange.length < 50) this.strange.push(words);
  }

  private marked(attempt: Attempt, mark: Mark): void {
    const seen = this.of(attempt.pool);
    if (!attempt.replayed) {
      const { latest } = seen;
      const isLater = mark.epoch > latest.epoch || (mark.epoch === latest.epoch && mark.sequence > latest.sequence);
      if (isLater) seen.latest = mark;
      if (isAcknowledged(attempt)) {
        seen.latestAck = Math.max(seen.latestAck, mark.sequence);
        this.recovered(attempt);
      }
      if (!seen.epochs.has(mark.epoch)) seen.epochs.set(mark.epoch, attempt.answered);
    }
    this.history.add(attempt);
  }

  private unmarked(attempt: Attempt, mayBeUndecided: boolean): void {
    const { kind, status, code, outcome, wish } = attempt;
    const hadEnded = wish.do === 'release' && status === 200 && outcome?.state === 'ended';
    if (hadEnded || (mayBeUndecided && status < 300) || (isRefused(attempt) && undecided.has(code))) return;
    this.isStrange(`${kind} ${JSON.stringify(wish)} was answered ${status} ${code} without a place in the log`);
  }

  private recovered({ pool, asked, answered }: Attempt): void {
    if (this.waiting.length === 0) return;
    for (const { blow, pools } of this.waiting) {
      if (asked < blow.at || !pools.delete(pool)) continue;
      this.recoveries.push({ kind: blow.kind, pool, ms: answered - blow.at });
    }
    this.waiting = this.waiting.filter(({ pools }) => pools.size > 0);
  }

  private of(pool: string): PoolSeen {
    let seen = this.seen.get(pool);
    if (!seen) this.seen.set(pool, (seen = { latest: { epoch: 0, sequence: 0 }, latestAck: 0, epochs: new Map() }));
    return seen;
  }
}
