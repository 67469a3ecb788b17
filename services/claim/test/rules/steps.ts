import fc from 'fast-check';
import { packConfig, UNKNOWN_PLACE, type NeedConfig } from '../../src/rules/need-config.js';
import { packVolunteer, type VolunteerRecord } from '../../src/rules/volunteer-record.js';
import { dispatches, endReasons, type PlacesOf } from '../../src/rules/entries.js';
import type { Command, Limits, Pool } from '../../src/rules/index.js';
import type { NeedState } from '../../src/rules/pool.js';

/** A small world: few volunteers and needs meet often. */
const VOLUNTEERS = 5;
const NEEDS = 3;
export const START = Date.UTC(2026, 10, 23, 8);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const volunteerId = (n: number): string => `v-${n % VOLUNTEERS}`;

const sometimes = (list: string) => fc.oneof({ weight: 9, arbitrary: fc.constant('') }, fc.constant(list));

const config: fc.Arbitrary<NeedConfig> = fc
  .record({
    dispatch: fc.oneof({ weight: 3, arbitrary: fc.constant('first-come' as const) }, fc.constantFrom(...dispatches)),
    opensIn: fc.oneof({ weight: 12, arbitrary: fc.constant(-1) }, fc.constant(2)),
    startsIn: fc.integer({ min: 3, max: 30 }),
    lasts: fc.integer({ min: 1, max: 10 }),
    release: fc.integer({ min: 0, max: 4 }),
    born: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constant(20081123)),
    night: fc.boolean(),
    skills: sometimes(',cook,'),
    preferred: fc.constantFrom('', ',drive,', ',cook,drive,'),
    trainings: sometimes(',first-aid,'),
    groups: sometimes(',g1,g2,'),
    hometowns: sometimes(',51,3304,'),
    dialects: sometimes(',wu,'),
    line: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, fc.constant(false)),
    risk: fc.oneof({ weight: 8, arbitrary: fc.constant(false) }, fc.constant(true)),
    rest: fc.constantFrom(0, 0, 1),
    offer: fc.constantFrom(0, 0, 30),
    wavesIn: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })),
    drawIn: fc.integer({ min: 0, max: 3 }),
    place: fc.constantFrom([0, 0], [3_000, 4_000], [UNKNOWN_PLACE, 7], [UNKNOWN_PLACE, 8]),
    series: fc.constantFrom('', 's1'),
    seriesLimit: fc.integer({ min: 0, max: 1 }),
    of: fc.oneof(
      { weight: 4, arbitrary: fc.constant('need' as const) },
      fc.constantFrom('class' as const, 'appeal' as const),
    ),
  })
  .map((c): NeedConfig => {
    const starts = START + c.startsIn * HOUR;
    const ends = starts + c.lasts * HOUR;
    const monday = Date.UTC(2026, 10, 23) / MINUTE;
    const ofNeed: NeedConfig = {
      dispatch: c.dispatch,
      opens: START + c.opensIn * HOUR,
      closes: ends,
      starts,
      ends,
      release: starts - c.release * HOUR,
      ...{ born: c.born, adult: 20081123, night: c.night, lastDay: 20261124 },
      ...{ skills: c.skills, preferred: c.preferred, trainings: c.trainings, groups: c.groups },
      ...{ hometowns: c.hometowns, dialects: c.dialects, line: c.line, risk: c.risk },
      ...{ rest: c.rest * HOUR, offer: c.offer * MINUTE, groupsAt: START + c.wavesIn[0] * HOUR },
      ...{ everyoneAt: START + (c.wavesIn[0] + c.wavesIn[1]) * HOUR, drawAt: START + c.drawIn * HOUR },
      ...{ weekStart: monday, weekEnd: monday + 24 * 60, x: c.place[0] ?? 0, y: c.place[1] ?? 0 },
      ...{ series: c.series, seriesLimit: c.series === '' ? 0 : c.seriesLimit },
      ...{ from: Math.floor(starts / MINUTE), till: Math.ceil(ends / MINUTE) },
      of: 'need',
    };
    if (c.of === 'need') return ofNeed;
    // Neither class nor appeal asks for anything of a volunteer, and neither is at a time.
    return {
      ...ofNeed,
      ...{ dispatch: 'first-come', skills: '', preferred: '', trainings: '', groups: '', hometowns: '', dialects: '' },
      ...{ night: false, rest: 0, risk: false, series: '', seriesLimit: 0, from: 0, till: 0, of: c.of },
      born: 0,
    };
  });

const mostly = (arbitrary: fc.Arbitrary<boolean>, usual: boolean) =>
  fc.oneof({ weight: 8, arbitrary: fc.constant(usual) }, arbitrary);

/** Most are fit for most; the others lack something. */
export const fitForMost: Omit<VolunteerRecord, 'version'> = {
  ...{ active: true, consent: true, guardian: false, blocked: false, born: 19900517, skills: ',cook,drive,' },
  ...{ groups: ',g1,', trainings: ',first-aid=20261124,', hometown: '511722', dialects: ',wu,xiang,' },
};

const volunteer: fc.Arbitrary<Omit<VolunteerRecord, 'version'>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(fitForMost) },
  {
    weight: 2,
    arbitrary: fc.record({
      active: mostly(fc.boolean(), true),
      consent: mostly(fc.boolean(), true),
      guardian: fc.boolean(),
      blocked: mostly(fc.boolean(), false),
      born: fc.constantFrom(19900517, 19900517, 20081123, 20081124, 20110101, 0),
      skills: fc.constantFrom('', ',cook,', ',cook,drive,'),
      groups: fc.constantFrom('', ',g1,', ',g3,'),
      trainings: fc.constantFrom('', ',first-aid=20261123,', ',first-aid=20261124,'),
      hometown: fc.constantFrom('', '511722', '330481', '340100'),
      dialects: fc.constantFrom('', ',wu,xiang,'),
    }),
  },
);

/** A step of a story; what it means depends on what has happened before, so that most of them do something. */
export interface Step {
  readonly do: Command['do'];
  readonly wait: number;
  readonly who: number;
  readonly other: number;
  readonly need: number;
  readonly key: number;
  readonly number: number;
  readonly flag: boolean;
  readonly flag2: boolean;
  readonly config: NeedConfig;
  readonly volunteer: Omit<VolunteerRecord, 'version'>;
}

const weighted: readonly [number, Command['do']][] = [
  [16, 'claim'],
  [7, 'release'],
  [3, 'together'],
  [5, 'offer'],
  [7, 'answer'],
  [4, 'choose'],
  [3, 'priority'],
  [4, 'places'],
  [1, 'move'],
  [3, 'ask'],
  [2, 'draw'],
  [2, 'close'],
  [3, 'set'],
  [2, 'volunteers'],
];

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.oneof(...weighted.map(([weight, name]) => ({ weight, arbitrary: fc.constant(name) }))),
  wait: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 90 })),
  who: fc.nat(VOLUNTEERS - 1),
  other: fc.nat(VOLUNTEERS - 1),
  /** The last one is never opened. */
  need: fc.oneof({ weight: 20, arbitrary: fc.nat(NEEDS - 1) }, fc.constant(NEEDS)),
  key: fc.nat(30),
  number: fc.nat(4),
  flag: fc.boolean(),
  flag2: fc.boolean(),
  config,
  volunteer,
});

/** The volunteers and needs that a story begins with, and its steps. */
export const story: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.array(volunteer, { minLength: VOLUNTEERS, maxLength: VOLUNTEERS }),
    fc.array(fc.tuple(config, fc.nat(3)), { minLength: NEEDS, maxLength: NEEDS }),
    fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }),
    step,
  )
  .map(([people, needs, steps, any]) => [
    ...people.map((one, who): Step => ({ ...any, do: 'volunteers', wait: 0, who, volunteer: one })),
    ...needs.map(([one, number], need): Step => ({
      ...any,
      do: 'set',
      wait: 0,
      need,
      number,
      flag: true,
      config: one,
    })),
    ...steps,
  ]);

/** Makes commands of steps: the claim that somebody has now, the holder that there is. */
export class Storyteller {
  private now = START;
  private claims = 0;
  private versions = 0;

  constructor(
    private readonly pool: Pool,
    private readonly limits: Limits,
    /** Four hexadecimal digits that no other story has: ids are its own. */
    private readonly mark: string,
  ) {}

  private needId(n: number): string {
    return `0190aaaa-${this.mark}-7000-8000-00000000000${n}`;
  }

  private claimId(n: number): string {
    return `0190bbbb-${this.mark}-7000-8000-${String(n).padStart(12, '0')}`;
  }

  /** Mostly the door at which places of that kind are asked for, sometimes that of needs. */
  private doorTo(state: NeedState | undefined, { key, number }: Step): PlacesOf {
    return key + number > 30 ? 'need' : (state?.config.of ?? 'need');
  }

  /** Mostly somebody with a claim in force, sometimes anybody. */
  private live(state: NeedState | undefined, step: Step, volunteer: string, claim: string) {
    const live = [...(state?.claims ?? [])].filter(([, one]) => one.state !== 'ended');
    const [id, record] = (step.key < 24 && live[step.other % Math.max(1, live.length)]) || [volunteer, undefined];
    return { volunteer: id, claim: record?.claim ?? claim };
  }

  tell(step: Step): Command {
    this.now += step.wait * MINUTE;
    const common = { now: this.now, limits: this.limits };
    const need = this.needId(step.need);
    const volunteer = volunteerId(step.who);
    const key = `k-${step.key}`;
    const state = this.pool.needs.get(need);
    const claim = state?.claims.get(volunteer)?.claim ?? this.claimId(999_999);
    const known = step.flag ? claim : (state?.claims.get(volunteer)?.earlier[0]?.claim ?? claim);
    switch (step.do) {
      case 'volunteers': {
        const version = (this.versions += step.number === 4 ? 0 : 1);
        return { do: 'volunteers', ...common, records: [[volunteer, packVolunteer({ version, ...step.volunteer })]] };
      }
      case 'set': {
        if (step.need === NEEDS) return { do: 'move', ...common, need };
        const publication = (state?.publication ?? 0) + (step.flag ? 1 : 0) || 1;
        const revision = step.flag ? 0 : (state?.revision ?? 0) + (step.flag2 ? 1 : 0);
        // A need is published again only when it was closed and all its claims have ended; it is moved within its series.
        const isOpen = [...(state?.claims.values() ?? [])].some((one) => one.state !== 'ended');
        const again = step.flag && state !== undefined && isOpen;
        const config =
          state && !step.flag && state.config.of !== step.config.of
            ? state.config
            : state && !step.flag
              ? {
                  ...step.config,
                  dispatch: state.config.dispatch,
                  series: state.config.series,
                  seriesLimit: state.config.seriesLimit,
                }
              : step.config;
        const commitment = step.config.dispatch === 'draw' ? 'c0ffee' : '';
        const number = again ? state.publication : publication;
        return {
          do: 'set',
          ...common,
          need,
          publication: number,
          revision: again ? state.revision : revision,
          places: step.number,
          config: packConfig(config),
          commitment,
        };
      }
      case 'claim':
        return {
          do: 'claim',
          ...common,
          need,
          of: this.doorTo(state, step),
          // A resident whom nobody knows as a volunteer.
          volunteer: step.number === 4 ? `r-${step.who}` : volunteer,
          claim: this.claimId((this.claims += 1)),
          key,
          risk: step.flag,
        };
      case 'together': {
        const size = 1 + (step.number % 3);
        const people = Array.from({ length: size }, (_, index) =>
          step.flag2 ? `seat:org:${step.key}-${index}` : volunteerId(step.who + index),
        );
        const members = people.map((claimant) => ({ claimant, claim: this.claimId((this.claims += 1)), key }));
        const of = step.flag2 ? 'need' : this.doorTo(state, step);
        return { do: 'together', ...common, need, of, team: step.flag2, risk: step.flag, members };
      }
      case 'release': {
        const live = [...(state?.claims ?? [])].filter(([, one]) => one.state !== 'ended');
        const [claimant, record] = live[step.other % Math.max(1, live.length)] ?? [volunteer, undefined];
        const reason = endReasons[step.key % endReasons.length] ?? 'volunteer';
        return {
          do: 'release',
          ...common,
          need,
          volunteer: claimant,
          claim: record && step.number < 4 ? record.claim : known,
          reason,
          late: step.flag2,
        };
      }
      case 'offer': {
        const holders = [...(state?.claims ?? [])].filter(([, one]) => one.state === 'held').map(([id]) => id);
        const from = step.flag || step.flag2 ? '' : (holders[step.other % Math.max(1, holders.length)] ?? 'v-9');
        const source = from === '' ? 'staff' : from.startsWith('seat:') ? 'team' : 'hand-over';
        return {
          do: 'offer',
          ...common,
          need,
          volunteer,
          claim: this.claimId((this.claims += 1)),
          key,
          source,
          from,
          till: this.now + step.number * 20 * MINUTE,
        };
      }
      case 'answer': {
        const offers = [...(state?.claims ?? [])].filter(
          ([, one]) => one.state === 'offered' || (step.flag2 && one.state === 'held'),
        );
        const [id, record] = offers[step.other % Math.max(1, offers.length)] ?? [volunteer, undefined];
        return { do: 'answer', ...common, need, volunteer: id, claim: record?.claim ?? known, risk: step.flag };
      }
      case 'choose':
        return { do: 'choose', ...common, need, ...this.live(state, step, volunteer, known) };
      case 'priority':
        return { do: 'priority', ...common, need, ...this.live(state, step, volunteer, known), priority: step.number };
      case 'places': {
        const kept = [...(state?.claims ?? [])].filter(([, one]) => one.place > 0);
        const leaving = (step.flag ? kept : [])
          .slice(0, step.other)
          .map(([claimant, one]) => ({ claimant, claim: one.claim }));
        return { do: 'places', ...common, need, places: step.number, leaving };
      }
      case 'move':
        return { do: 'move', ...common, need };
      case 'ask':
        return {
          do: 'ask',
          ...common,
          need,
          ...this.live(state, step, volunteer, known),
          till: step.number === 0 ? 0 : this.now + step.number * 20 * MINUTE,
        };
      case 'draw': {
        // Sometimes somebody is left out, who applied after the applicants were read.
        const length = VOLUNTEERS - (step.key < 6 ? 1 : 0);
        const order = Array.from({ length }, (_, index) => volunteerId(step.who + index));
        return { do: 'draw', ...common, need, from: 0, last: step.flag, seed: 'beef', order };
      }
      case 'close': {
        const what = (['closed', 'stood-down', 'widened', 'widened', 'widened'] as const)[step.number] ?? 'closed';
        return { do: 'close', ...common, need, what, detail: what === 'widened' ? String(2 + (step.other % 2)) : '' };
      }
    }
  }
}
