import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultWarningSettings, warningSettingsSchema } from './decide-settings.js';
import { isForgotten } from './decide-usual.js';
import { confirmWarning, decideWarning, dismissWarning, type Warning, type WarningDecision } from './decide-warning.js';
import {
  daysToMs,
  groupKeysOf,
  type CommunityWatch,
  type Complaint,
  type GroupWatch,
  type Watch,
} from './decide-watch.js';

const settings = defaultWarningSettings;
const FIRST_DAY = Date.UTC(2026, 5, 1);
const onDay = (day: number): number => FIRST_DAY + daysToMs(day);

let number = 0;
const aComplaint = (day: number, fields: Partial<Complaint> = {}): Complaint => {
  const id = `complaint-${++number}`;
  return {
    id,
    at: onDay(day),
    source: 'call',
    kind: 'wages',
    voice: `voice-of-${id}`,
    employer: 'workshop-1',
    ...fields,
  };
};

/** As the service keeps it: the rows of a community, of which each decision sees those that it asks for. */
class Community {
  community: CommunityWatch | undefined;
  groups: Record<string, GroupWatch> = {};
  readonly raised: Warning[] = [];
  readonly grown: Warning[] = [];

  hear(...complaints: readonly Complaint[]): WarningDecision | undefined {
    return complaints.map((complaint) => this.hearOne(complaint)).at(-1);
  }

  private hearOne(complaint: Complaint): WarningDecision {
    const keys = new Set(groupKeysOf(complaint));
    const known = Object.entries(this.groups).filter(([key]) => keys.has(key));
    const decision = decideWarning(
      { community: this.community, groups: Object.fromEntries(known) },
      complaint,
      settings,
    );
    this.keep(decision);
    this.raised.push(...decision.raised);
    this.grown.push(...decision.grown);
    return decision;
  }

  keep({ community, groups }: Pick<WarningDecision, 'community' | 'groups'>): void {
    this.community = community;
    Object.assign(this.groups, groups);
  }

  get watch(): Watch & { community: CommunityWatch } {
    if (!this.community) throw new Error('Nothing was heard yet.');
    return { community: this.community, groups: this.groups };
  }
}

/** Complaints of many kinds about many employers, four a day, as they always come. */
const ordinaryDays = (from: number, until: number): Complaint[] =>
  Array.from({ length: (until - from) * 4 }, (_, at) =>
    aComplaint(from + at / 4, {
      kind: ['wages', 'neighbours', 'family', 'consumer'][at % 4] ?? 'other',
      employer: `employer-${(at * 7) % 97}`,
    }),
  );

const used = (days = 150): Community => {
  const community = new Community();
  community.hear(...ordinaryDays(0, days));
  return community;
};

const several = (count: number, from: number, fields: Partial<Complaint> = {}, apart = 2): Complaint[] =>
  Array.from({ length: count }, (_, at) => aComplaint(from + at * apart, fields));

describe('an early warning', () => {
  it('says what was seen, how sure, who is concerned and what to do', () => {
    const community = used();
    const heard = several(5, 150, { premises: 'building-9', hometown: '511302' }, 1);
    community.hear(...heard);
    expect(community.raised[0]).toMatchObject({
      finding: { group: { type: 'employer', id: 'workshop-1', kind: 'wages' }, days: 7, voices: 4 },
      sureness: 'possible',
      voices: heard.slice(0, 4).map(({ voice }) => voice),
      complaintIds: heard.slice(0, 4).map(({ id }) => id),
      advice: ['speak-with-those-concerned', 'visit-employer', 'tell-labour-inspectorate', 'offer-group-mediation'],
    });
    expect(community.raised[0]?.finding.usual).toBeLessThan(0.1);
  });

  it('comes once, and again when twice as many are heard', () => {
    const community = used();
    community.hear(...several(12, 150, {}, 1));
    expect(community.raised).toHaveLength(1);
    expect(community.grown.map(({ id, finding }) => [id, finding.voices])).toEqual([[community.raised[0]?.id, 8]]);
  });

  it('is surer the more are heard', () => {
    const community = used();
    community.hear(...several(30, 150, {}, 0.5));
    const told = [...community.raised, ...community.grown];
    expect(told.map(({ sureness }) => sureness)).toEqual(['possible', 'likely', 'nearly-certain']);
  });

  it('is not raised by one person, however often they call', () => {
    const community = used();
    community.hear(...several(40, 150, { voice: 'the-same' }, 0.5));
    expect(community.raised).toEqual([]);
  });

  it('is raised where nobody knows who calls, each call being a voice', () => {
    const community = used();
    community.hear(...several(5, 150, { voice: undefined }, 1));
    expect(community.raised).toHaveLength(1);
  });

  it('is not raised by as many as this employer always has, but by as many at one that never has any', () => {
    const busy = { employer: 'factory-1' };
    const community = used(0);
    community.hear(...[...ordinaryDays(0, 150), ...several(75, 0, busy)].sort((a, b) => a.at - b.at));
    const before = community.raised.length;
    community.hear(...several(6, 150, busy));
    expect(community.raised).toHaveLength(before);
    community.hear(...several(6, 162));
    expect(community.raised.slice(before).map(({ finding }) => finding.group.id)).toEqual(['workshop-1']);
  });

  it('needs more where the whole community complains of that kind', () => {
    const surpriseAfter = (others: readonly Complaint[]): number => {
      const community = used();
      const all = [...others, ...several(5, 150)].sort((a, b) => a.at - b.at);
      community.hear(...all);
      return community.raised.find(({ finding }) => finding.group.id === 'workshop-1')?.finding.surprise ?? 0;
    };
    const everybody = Array.from({ length: 300 }, (_, at) => aComplaint(150 + at / 30, { employer: `other-${at}` }));
    expect(surpriseAfter([])).toBeGreaterThan(settings.employer.warnFrom);
    expect(surpriseAfter(everybody)).toBeLessThan(surpriseAfter([]));
  });

  it('is one for the employer where the same people are from one hometown and one building', () => {
    const community = used();
    community.hear(...several(20, 150, { premises: 'building-9', hometown: '511302' }, 0.5));
    expect(community.raised.map(({ finding }) => finding.group.type)).toEqual(['employer']);
    expect(community.community?.open[0]?.groups).toContain('employer:workshop-1/wages');
  });

  it('is two for two workshops in one building', () => {
    const community = used();
    const both = [...several(8, 150, { premises: 'b' }), ...several(8, 151, { premises: 'b', employer: 'workshop-2' })];
    community.hear(...both.sort((a, b) => a.at - b.at));
    expect(
      community.raised.flatMap(({ finding }) => (finding.group.type === 'employer' ? finding.group.id : [])),
    ).toEqual(['workshop-1', 'workshop-2']);
  });

  it('is two also where the house as a whole pointed to the first: its people are not those of the first', () => {
    const community = used();
    const house = { premises: 'b' };
    const first = several(14, 150, house, 0.25);
    const second = several(3, 150.1, { ...house, employer: 'workshop-2' }, 1);
    community.hear(...[...first, ...second].sort((a, b) => a.at - b.at));
    expect(community.community?.open.map(({ groups }) => groups)).toEqual([
      ['employer:workshop-1/wages', 'premises:b/wages'],
    ]);
    community.hear(...several(2, 154, { ...house, employer: 'workshop-2' }, 0.5));
    expect(community.raised.map(({ finding }) => finding.group.id)).toEqual(['workshop-1', 'workshop-2']);
  });

  it('is one for one complaint, also if that is the last straw for two groups; the other comes with the next', () => {
    const raisedBy: number[][] = [];
    for (const [ofWorkshop, ofHouse] of [2, 3, 4].flatMap((one) => [3, 4, 5, 6, 7, 8].map((other) => [one, other]))) {
      const community = used(100);
      community.hear(
        ...[
          ...several(ofWorkshop ?? 0, 100, {}, 0.2),
          ...several(ofHouse ?? 0, 100, { employer: undefined, premises: 'b' }, 0.2),
        ].sort((a, b) => a.at - b.at),
      );
      const last = several(2, 102, { premises: 'b' }, 0.1);
      raisedBy.push(last.map((complaint) => community.hear(complaint)?.raised.length ?? 0));
    }
    expect(Math.max(...raisedBy.flat())).toBe(1);
    expect(raisedBy).toContainEqual([1, 1]);
  });

  it('comes by premises where no employer is named', () => {
    const community = used();
    community.hear(...several(9, 150, { employer: undefined, premises: 'house-3', kind: 'property-management' }, 0.5));
    expect(community.raised[0]).toMatchObject({
      finding: { group: { type: 'premises', id: 'house-3' } },
      advice: ['speak-with-those-concerned', 'visit-premises', 'speak-with-property-manager', 'offer-group-mediation'],
    });
  });

  it('comes by hometown, counties of one prefecture being one', () => {
    const community = used();
    const counties = ['511302', '511303', '511321'];
    const heard = several(30, 150, { employer: undefined }, 0.3).map((complaint, at) => ({
      ...complaint,
      hometown: counties[at % 3],
    }));
    community.hear(...heard);
    expect(community.raised[0]?.finding.group).toEqual({ type: 'hometown', id: '5113', kind: 'wages' });
  });

  it('is over when nothing is added for four weeks; then the same group is warned of anew', () => {
    const community = used();
    community.hear(...several(5, 150), ...several(8, 200, {}, 0.5));
    expect(community.raised).toHaveLength(2);
  });
});

describe('what staff say to a warning', () => {
  const warned = (): Community => {
    const community = used();
    community.hear(...several(4, 150, {}, 1));
    expect(community.raised).toHaveLength(1);
    return community;
  };
  const idOf = (community: Community): string => community.raised[0]?.id ?? '';

  it('dismissed: the group is left alone, until twice as many are heard', () => {
    const community = warned();
    community.keep(dismissWarning(community.watch, idOf(community), onDay(154), settings));
    community.hear(...several(3, 154, {}, 0.5));
    expect(community.raised).toHaveLength(1);
    community.hear(...several(3, 156, {}, 0.5));
    expect(community.raised).toHaveLength(2);
  });

  it('dismissed: another group is warned of as ever', () => {
    const community = warned();
    community.keep(dismissWarning(community.watch, idOf(community), onDay(154), settings));
    community.hear(...several(4, 155, { employer: 'workshop-2' }, 1));
    expect(community.raised).toHaveLength(2);
  });

  it('confirmed: it never becomes what is usual; unanswered or dismissed it does', () => {
    const usualAfter = (answer: (community: Community) => void): number => {
      const community = warned();
      answer(community);
      community.hear(aComplaint(250));
      return community.groups['employer:workshop-1/wages']?.usual.count ?? NaN;
    };
    expect(usualAfter((community) => community.keep(confirmWarning(community.watch, idOf(community))))).toBe(0);
    expect(usualAfter(() => undefined)).toBeGreaterThan(2);
    const dismiss = (community: Community) =>
      community.keep(dismissWarning(community.watch, idOf(community), onDay(154), settings));
    expect(usualAfter(dismiss)).toBeGreaterThan(2);
  });

  it('too late, or about nothing: nothing changes', () => {
    const community = warned();
    const { watch } = community;
    expect(dismissWarning(watch, 'nothing', onDay(160), settings)).toEqual({ community: watch.community, groups: {} });
    expect(confirmWarning(watch, 'nothing')).toEqual({ community: watch.community, groups: {} });
  });
});

describe('whatever is heard', () => {
  const anyComplaint = fc.record({
    day: fc.nat(400),
    kind: fc.constantFrom('wages', 'neighbours'),
    voice: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { nil: undefined }),
    employer: fc.option(fc.constantFrom('w1', 'w2'), { nil: undefined }),
    premises: fc.option(fc.constantFrom('p1', 'p2'), { nil: undefined }),
    hometown: fc.option(fc.constantFrom('511302', '330481'), { nil: undefined }),
  });
  /** In any order: events may come late. */
  const anyStory = fc
    .array(anyComplaint, { maxLength: 80 })
    .map((told) => told.map(({ day, ...fields }) => aComplaint(day, fields)));

  it('nothing handed in is changed, and what is remembered survives being stored', () => {
    const frozen = <Of>(value: Of): Of => {
      if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
        Object.freeze(value);
        Object.values(value).forEach(frozen);
      }
      return value;
    };
    fc.assert(
      fc.property(anyStory, (story) => {
        let [kept, stored]: Watch[] = [
          { community: undefined, groups: {} },
          { community: undefined, groups: {} },
        ];
        for (const complaint of story) {
          const one = decideWarning(frozen(kept ?? { community: undefined, groups: {} }), complaint, settings);
          const other = decideWarning(stored ?? { community: undefined, groups: {} }, complaint, settings);
          expect(other).toEqual(one);
          kept = { community: one.community, groups: { ...kept?.groups, ...one.groups } };
          stored = JSON.parse(JSON.stringify(kept)) as Watch;
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a warning names at least three different people, all heard within its window', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const community = new Community();
        const byId = new Map(story.map((complaint) => [complaint.id, complaint]));
        community.hear(...story);
        expect(new Set(community.raised.map(({ id }) => id)).size).toBe(community.raised.length);
        for (const { voices, complaintIds, finding, at } of [...community.raised, ...community.grown]) {
          expect(new Set(voices).size).toBe(finding.voices);
          expect(finding.voices).toBeGreaterThanOrEqual(settings.leastVoices);
          for (const id of complaintIds) {
            const complaint = byId.get(id);
            expect(complaint?.kind).toBe(finding.group.kind);
            expect(at - (complaint?.at ?? NaN)).toBeLessThan(daysToMs(finding.days));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('nobody counts twice within the longest window, and nothing is lost: heard before, or usual now', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const community = new Community();
        community.hear(...story);
        const latest = community.community?.lastAt ?? 0;
        for (const { recent } of Object.values(community.groups)) {
          expect(new Set(recent.map(({ voice }) => voice)).size).toBe(recent.length);
        }
        for (const group of Object.values(community.groups)) {
          expect(group.recent.length + group.usual.count).toBeGreaterThan(0);
          expect(isForgotten(group, latest, settings)).toBe(false);
          expect(isForgotten(group, latest + daysToMs(20 * settings.halfLifeDays), settings)).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('settings of the early warning', () => {
  it.each([
    ['a name that there is not', { learn: true }],
    ['no windows', { windows: [] }],
    ['one voice as a group', { leastVoices: 1 }],
    ['less clumping than chance', { clumping: 0.5 }],
    ['more sure of less', { sure: { likely: 4 } }],
  ])('are refused with %s', (_, wrong) => expect(warningSettingsSchema.safeParse(wrong).success).toBe(false));

  it('may be given in part', () => {
    expect(warningSettingsSchema.parse({ employer: { warnFrom: 5 } }).employer).toEqual({
      ...settings.employer,
      warnFrom: 5,
    });
  });
});
