import { packConfig, type NeedConfig } from '../../src/rules/need-config.js';
import { emptyPool, type Command, type Pool } from '../../src/rules/index.js';
import { packVolunteer } from '../../src/rules/volunteer-record.js';
import { both, limits } from './lock-step.js';
import type { RealPool } from './pool-under-test.js';
import { fitForMost, START } from './steps.js';

export const HOUR = 3_600_000;

/** A need that asks for nothing, whose places are open, and which begins in an hour. */
export const plainNeed: NeedConfig = {
  ...{
    dispatch: 'first-come',
    opens: START - HOUR,
    closes: START + HOUR,
    starts: START + HOUR,
    ends: START + 2 * HOUR,
  },
  ...{ release: START + HOUR, born: 0, adult: 20081123, night: false, lastDay: 20261124 },
  ...{ skills: '', preferred: '', trainings: '', groups: '', hometowns: '', dialects: '', line: true, risk: false },
  ...{ rest: 0, offer: 0, groupsAt: START, everyoneAt: START, drawAt: START, weekStart: 0, weekEnd: 1 },
  ...{
    x: 0,
    y: 0,
    series: '',
    seriesLimit: 0,
    from: START / 60_000 + 60,
    till: START / 60_000 + 120,
    of: 'need',
  },
};

/** What is asked, at no particular time. */
export type Wish = Command extends infer Each ? (Each extends unknown ? Omit<Each, 'now' | 'limits'> : never) : never;

/** A story about one need that is told command by command: model and scripts are asked alike and must answer alike. */
export class Dialogue {
  readonly model: Pool = emptyPool();
  readonly need = '0190aaaa-0000-7000-8000-000000000001';
  private versions = 0;

  constructor(readonly real: RealPool) {}

  commandOf(wish: Wish): Command {
    return { ...wish, now: START, limits };
  }

  ask(wish: Wish) {
    return both(this.model, this.real, this.commandOf(wish));
  }

  open(places: number, config: Partial<NeedConfig> = {}) {
    const packed = packConfig({ ...plainNeed, ...config });
    const opening = { publication: 1, revision: 0, places, config: packed, commitment: '' };
    return this.ask({ do: 'set', need: this.need, ...opening });
  }

  /** Brings the volunteers from `v-<from>` to `v-<till>` up to date. */
  put(from: number, till: number, blocked = false) {
    return this.ask({
      do: 'volunteers',
      records: Array.from({ length: till - from + 1 }, (_, index): [string, string] => [
        `v-${from + index}`,
        packVolunteer({ ...fitForMost, blocked, version: (this.versions += 1) }),
      ]),
    });
  }

  claimOf(n: number): string {
    return `0190bbbb-${this.real.mark}-7000-8000-${String(n).padStart(12, '0')}`;
  }

  /** `v-<n>` claims, by the claim of that number. */
  claim(n: number) {
    return this.ask({
      do: 'claim',
      need: this.need,
      volunteer: `v-${n}`,
      claim: this.claimOf(n),
      key: `k-${n}`,
      risk: false,
    });
  }

  /** `v-<n>` gives back what the claim of that number keeps; staff may do so at any time. */
  release(n: number, claim = n) {
    const who = { volunteer: `v-${n}`, claim: this.claimOf(claim) };
    return this.ask({ do: 'release', need: this.need, ...who, reason: 'volunteer', late: true });
  }

  stateOf(n: number) {
    return this.model.needs.get(this.need)?.claims.get(`v-${n}`)?.state;
  }
}
