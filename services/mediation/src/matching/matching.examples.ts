import fc from 'fast-check';
import { candidateRoles, speechLevels, tieKinds, type MatchCandidate, type Speech } from './candidate.js';
import type { MatchCase, MatchParty, MatchSide } from './parties.js';

/** Cases and candidates for the tests: by example, and at random from a small world in which much coincides. */

export const TODAY = '2026-11-25';

export const aMediator = (fields: Partial<MatchCandidate> & { id: string }): MatchCandidate => ({
  personId: `person-of-${fields.id}`,
  role: 'mediator',
  hometown: '330481',
  dialects: [],
  languages: [],
  fields: [],
  load: 0,
  loadLimit: 4,
  available: true,
  term: { from: '2026-01-01', until: '2028-12-31' },
  ties: [],
  outcomes: [],
  ...fields,
});

export const aGoBetween = (fields: Partial<MatchCandidate> & { id: string }): MatchCandidate =>
  aMediator({ role: 'go-between', term: undefined, ...fields });

export const aSide = (id: string, ...parties: Partial<MatchParty>[]): MatchSide => ({
  id,
  parties: parties.map((party, at) => ({ personId: `${id}-${at}`, ...party })),
});

/** A worker from Nanchong in Sichuan against a workshop owner from Haining. */
export const aWageCase = (fields: Partial<MatchCase> = {}): MatchCase => ({
  id: 'case-1',
  kind: 'wages',
  sides: [
    aSide('workers', { hometown: '511302', dialects: ['southwestern'] }),
    aSide('owner', { hometown: '330481', dialects: ['wu-haining'] }),
  ],
  ...fields,
});

const hometowns = ['330481', '330402', '330327', '511302', '511303', '510104', '500101', '520302', '429004', '429005'];
const dialects = ['mandarin', 'wu-haining', 'wu-jiaxing', 'southwestern', 'xiang', 'min-nan-quanzhou'];
const kinds = ['wages', 'neighbours', 'family'];
const people = Array.from({ length: 12 }, (_, at) => `p${at}`);
const some = <Of>(of: readonly Of[], most = 2) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: most });
const maybe = <Of>(arbitrary: fc.Arbitrary<Of>) => fc.option(arbitrary, { nil: undefined });

const anySpeech: fc.Arbitrary<Speech[]> = fc.array(
  fc.record({ code: fc.constantFrom(...dialects), level: fc.constantFrom(...speechLevels) }),
  { maxLength: 2 },
);

const anyParty: fc.Arbitrary<MatchParty> = fc.record({
  personId: fc.constantFrom(...people),
  hometown: maybe(fc.constantFrom(...hometowns)),
  dialects: maybe(some(dialects)),
  languages: maybe(some(['zha', 'uig'], 1)),
  premises: maybe(fc.constantFrom('house-1', 'house-2')),
  employer: maybe(fc.constantFrom('workshop-1', 'workshop-2')),
});

export const anyCase = (id = 'case-1'): fc.Arbitrary<MatchCase> =>
  fc
    .record({
      kind: fc.constantFrom(...kinds),
      sides: fc.array(fc.array(anyParty, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 3 }),
      passedOver: some(['m0', 'm1', 'm2']),
      urgency: fc.nat(3),
    })
    .map(({ sides, ...rest }) => ({ id, ...rest, sides: sides.map((parties, at) => ({ id: `side-${at}`, parties })) }));

const anyOutcomes = fc.uniqueArray(
  fc
    .tuple(fc.constantFrom(...kinds), fc.nat(30), fc.nat(30))
    .map(([kind, one, other]) => ({ kind, ended: Math.max(one, other), agreed: Math.min(one, other) })),
  { selector: ({ kind }) => kind, maxLength: 2 },
);

export const anyCandidate = (id: string): fc.Arbitrary<MatchCandidate> =>
  fc.record({
    id: fc.constant(id),
    // Some are among the people of the cases.
    personId: fc.oneof({ weight: 4, arbitrary: fc.constant(`person-of-${id}`) }, fc.constantFrom(...people)),
    role: fc.oneof({ weight: 3, arbitrary: fc.constant('mediator' as const) }, fc.constantFrom(...candidateRoles)),
    hometown: maybe(fc.constantFrom(...hometowns)),
    dialects: anySpeech,
    languages: fc.array(fc.record({ code: fc.constant('zha'), level: fc.constantFrom(...speechLevels) }), {
      maxLength: 1,
    }),
    fields: some(kinds),
    load: fc.nat(4),
    loadLimit: fc.nat(4),
    available: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
    term: fc.oneof(
      { weight: 6, arbitrary: fc.constant({ from: '2026-01-01', until: '2027-12-31' }) },
      fc.constant({ from: '2020-01-01', until: '2025-12-31' }),
      fc.constant(undefined),
    ),
    ties: fc.array(fc.record({ personId: fc.constantFrom(...people), kind: fc.constantFrom(...tieKinds) }), {
      maxLength: 1,
    }),
    premises: maybe(fc.constantFrom('house-1', 'house-3')),
    employer: maybe(fc.constantFrom('workshop-1', 'workshop-3')),
    partyElsewhere: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()),
    refusedBy: some(people, 1),
    outcomes: anyOutcomes,
  });

/** Candidates `m0`, `m1`, … */
export const anyCandidates = (most = 8): fc.Arbitrary<MatchCandidate[]> =>
  fc
    .integer({ min: 1, max: most })
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anyCandidate(`m${at}`))));
