import { apply } from './apply.js';
import type { Reply } from './commands.js';
import type { Fact, Passed } from './entries.js';
import { fit, type Limits } from './fit.js';
import { lineOf, type NeedState, type Pool } from './pool.js';
import { Refusal } from './refusal-numbers.js';

/** Of the line, while somebody waits for an answer; and by who moves it alone. */
const LOOK_AT_MOST = 100;
export const MOVE_LOOKS_AT_MOST = 1_000;
const GIVE_AT_MOST = 50;
/** A rank is (9 - priority) * BAND + number: priority first, then time. */
export const BAND = 2 ** 42;

/** What moving a line has come to. */
interface Filled {
  /** Those who were passed by nobody since. */
  readonly passed: readonly Passed[];
  /** Places are left, and somebody in line whom it did not get to: they come before any newcomer. */
  readonly overlooked: boolean;
}

const nobodyPassed: Filled = { passed: [], overlooked: false };

/** A pool while something is decided: what it appends to the log, and how its lines move when a place is free. */
export abstract class PoolAtWork {
  readonly facts: Fact[] = [];

  constructor(
    protected readonly pool: Pool,
    protected readonly now: number,
    protected readonly limits: Limits,
  ) {}

  protected emit(fact: Fact): void {
    apply(this.pool, { ...fact, sequence: this.pool.sequence + 1, at: this.now });
    this.facts.push(fact);
  }

  protected refuse(code: number): Reply {
    return [code, this.pool.sequence];
  }

  protected done(outcome: number, ...more: (number | string)[]): Reply {
    return [outcome, this.pool.sequence, ...more];
  }

  protected need(id: string): NeedState {
    const need = this.pool.needs.get(id);
    if (!need) throw new RangeError(`There is no need ${id}.`);
    return need;
  }

  /** The rank of who joins the line now: priority first, then time. */
  protected rank(priority: number): number {
    return (9 - priority) * BAND + this.pool.sequence + 1;
  }

  protected fillBeforeNewcomers(id: string): Filled {
    const need = this.need(id);
    return need.line.size > 0 && !isFull(need) ? this.fill(id) : nobodyPassed;
  }

  protected fillAndTell(id: string): void {
    const { passed } = this.fill(id);
    const { held, places } = this.need(id);
    if (passed.length > 0 && held < places) this.emit({ kind: 'passed', data: { need: id, passed } });
  }

  /** Moves the line while places are free. */
  protected fill(id: string, lookAtMost = LOOK_AT_MOST): Filled {
    const need = this.need(id);
    const { config } = need;
    let passed: Passed[] = [];
    const moves =
      need.state === 'open' &&
      config.dispatch !== 'approval' &&
      config.dispatch !== 'alert' &&
      need.phase !== 'gathering' &&
      this.now < config.starts;
    if (!moves) return nobodyPassed;
    let [given, stayed] = [0, 0];
    for (const first of lineOf(need).slice(0, lookAtMost)) {
      const { places, held, claims } = this.need(id);
      if (places - held <= 0 || given >= GIVE_AT_MOST) break;
      const record = claims.get(first);
      if (!record) continue;
      const party = record.party.length > 0 ? record.party : [first];
      let refusal: number = party.length > places - held ? Refusal.partyTooLarge : 0;
      for (const member of party) refusal ||= fit(this.pool, id, config, member, this.now, this.limits);
      if (refusal === 0) {
        for (const member of party) {
          this.give(id, member, passed);
          passed = [];
        }
        given += party.length;
      } else {
        stayed += 1;
        passed.push({ claim: record.claim, volunteer: first, refusal });
      }
    }
    const { held, places, line } = this.need(id);
    return { passed, overlooked: held < places && line.size > stayed };
  }

  protected give(id: string, volunteer: string, passed: readonly Passed[]): number {
    const need = this.need(id);
    const number = nextPlace(need);
    const claim = need.claims.get(volunteer)?.claim ?? '';
    const data = { need: id, volunteer, claim, number, ...(passed.length > 0 ? { passed } : {}) };
    const { offer, starts } = need.config;
    if (offer > 0) {
      this.emit({ kind: 'offered', data: { ...data, source: 'line', till: Math.min(this.now + offer, starts) } });
    } else {
      this.emit({ kind: 'promoted', data });
    }
    return number;
  }
}

export const isFull = ({ config, held, places }: NeedState): boolean => config.dispatch !== 'alert' && held >= places;

export const nextPlace = ({ freed, top }: NeedState): number => freed[0] ?? top + 1;
