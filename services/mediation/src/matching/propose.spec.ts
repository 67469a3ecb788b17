import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aGoBetween, aMediator, anyCandidates, anyCase, aSide, aWageCase, TODAY } from './matching.examples.js';
import type { MatchCandidate } from './candidate.js';
import { proposeGoBetweens, proposeMediators } from './propose.js';
import { exclusionCodes } from './proposal.js';
import { defaultMatchingSettings as settings } from './settings.js';

const options = { on: TODAY, settings };
const propose = (candidates: readonly MatchCandidate[], matchCase = aWageCase()) =>
  proposeMediators(matchCase, candidates, options);
const order = (candidates: readonly MatchCandidate[], matchCase = aWageCase()) =>
  propose(candidates, matchCase).proposals.map(({ candidateId }) => candidateId);

const fromNanchong = aMediator({
  id: 'nanchong',
  hometown: '511303',
  dialects: [{ code: 'southwestern', level: 'native' }],
});
const fromHaining = aMediator({ id: 'haining', dialects: [{ code: 'wu-haining', level: 'native' }] });
const fromNowhereNear = aMediator({ id: 'harbin', hometown: '230102' });

describe('mediators for a case', () => {
  it('come from nearby and speak like the sides before others', () => {
    expect(order([fromNowhereNear, fromNanchong]).at(0)).toBe('nanchong');
  });

  it('come with reasons that add up', () => {
    const [first] = propose([
      { ...fromNanchong, fields: ['wages'], load: 1, outcomes: [{ kind: 'wages', ended: 30, agreed: 27 }] },
    ]).proposals;
    expect(first?.reasons).toEqual([
      { kind: 'hometown', points: 10, sideId: 'workers', nearness: 'prefecture', people: 1, known: 1 },
      {
        ...{ kind: 'speech', points: 10, sideId: 'workers', people: 1, known: 1 },
        ...{ shared: 'dialect', code: 'southwestern', level: 'native' },
      },
      { kind: 'field', points: 10, field: 'wages' },
      { kind: 'load', points: 7.5, load: 1, loadLimit: 4 },
      { kind: 'outcomes', points: 13.2, agreed: 27, ended: 30, endedAll: 30, rate: 0.88125 },
    ]);
    expect(first?.points).toBe(50.7);
  });

  it('who are close to one side only are proposed together with one close to the other', () => {
    const { proposals } = propose([fromNanchong, fromHaining, fromNowhereNear]);
    expect(proposals.map(({ candidateId, balance, withId }) => [candidateId, balance, withId])).toEqual([
      ['haining', 'together', 'nanchong'],
      ['nanchong', 'together', 'haining'],
      ['harbin', 'no-side', undefined],
    ]);
  });

  it('are said to be one-sided where nobody is close to the other', () => {
    const [first] = propose([fromNanchong, fromNowhereNear]).proposals;
    expect(first).toMatchObject({ candidateId: 'nanchong', balance: 'one-sided', closeTo: ['workers'] });
  });

  it('who are close to every side come before those close to one', () => {
    const both = aMediator({
      ...{ id: 'both', hometown: '510104' },
      dialects: [
        { code: 'southwestern', level: 'native' },
        { code: 'wu-haining', level: 'speaks' },
      ],
    });
    const [first] = propose([fromNanchong, fromHaining, both]).proposals;
    expect(first).toMatchObject({ candidateId: 'both', balance: 'every-side', closeTo: ['workers', 'owner'] });
  });

  it('are not thought close to a group for the sake of one among many', () => {
    const group = aSide(
      'workers',
      { hometown: '511303' },
      ...Array.from({ length: 9 }, () => ({ hometown: '520302' })),
    );
    const matchCase = aWageCase({ sides: [group, aSide('owner', { hometown: '330481' })] });
    expect(propose([fromNanchong], matchCase).proposals[0]?.closeTo).toEqual([]);
  });

  it('who did well in many cases come before those who did well in one', () => {
    const once = aMediator({ id: 'once', outcomes: [{ kind: 'wages', ended: 1, agreed: 1 }] });
    const often = aMediator({ id: 'often', outcomes: [{ kind: 'wages', ended: 40, agreed: 36 }] });
    expect(order([once, often])).toEqual(['often', 'once']);
  });

  it.each<[string, Partial<MatchCandidate>]>([
    ['party', { personId: 'workers-0' }],
    ['party-elsewhere', { partyElsewhere: true }],
    ['family', { ties: [{ personId: 'owner-0', kind: 'family' }] }],
    ['employer', { employer: 'workshop' }],
    ['landlord', { ties: [{ personId: 'workers-0', kind: 'landlord' }] }],
    ['neighbour', { premises: 'house' }],
    ['passed-over', { id: 'refused' }],
    ['refused-before', { refusedBy: ['owner-0'] }],
    ['not-in-term', { term: { from: '2022-01-01', until: '2026-11-24' } }],
    ['not-in-term', { term: undefined }],
    ['not-available', { available: false }],
    ['at-load-limit', { load: 4 }],
  ])('are left out, and the list says why: %s', (code, fields) => {
    const matchCase = aWageCase({
      sides: [aSide('workers', { premises: 'house' }), aSide('owner', { employer: 'workshop' })],
      passedOver: ['refused'],
    });
    const candidate = aMediator({ id: 'm', ...fields });
    expect(propose([candidate], matchCase)).toEqual({
      proposals: [],
      excluded: [{ candidateId: candidate.id, because: [code] }],
    });
  });

  it('are still in term on the first and on the last day of it', () => {
    expect(order([aMediator({ id: 'm', term: { from: TODAY, until: TODAY } })])).toEqual(['m']);
  });
});

describe('go-betweens at an impasse', () => {
  const between = aGoBetween({ id: 'g', hometown: '511303' });
  const find = (candidates: readonly MatchCandidate[]) =>
    proposeGoBetweens(aWageCase(), 'workers', candidates, options);

  it('come from the hometown of the side that holds out, the nearest first', () => {
    const near = aGoBetween({ id: 'near', hometown: '511302' });
    const { proposals, excluded } = find([
      between,
      near,
      aGoBetween({ id: 'haining', hometown: '330481' }),
      fromNanchong,
    ]);
    expect(proposals.map(({ candidateId }) => candidateId)).toEqual(['near', 'g']);
    expect(excluded).toEqual([{ candidateId: 'haining', because: ['not-from-there'] }]);
  });

  it('may be relatives or neighbours, which is told to both sides (art. 20)', () => {
    const uncle = { ...between, ties: [{ personId: 'workers-0', kind: 'family' as const }] };
    expect(find([uncle]).proposals[0]?.disclosed).toEqual(['family']);
  });

  it('are nobody who has power over a side', () => {
    const landlord = { ...between, ties: [{ personId: 'workers-0', kind: 'landlord' as const }] };
    expect(find([landlord]).excluded).toEqual([{ candidateId: 'g', because: ['landlord'] }]);
  });

  it('cannot be found for a side that there is not', () => {
    expect(() => proposeGoBetweens(aWageCase(), 'nobody', [between], options)).toThrow(RangeError);
  });
});

describe('whatever the case and whoever is there', () => {
  const given = [anyCase(), anyCandidates()] as const;
  const rankOf = (id: string, candidates: readonly MatchCandidate[], matchCase = aWageCase()): number => {
    const at = order(candidates, matchCase).indexOf(id);
    return at < 0 ? Infinity : at;
  };
  const changed = (candidates: readonly MatchCandidate[], fields: Partial<MatchCandidate>): MatchCandidate[] =>
    candidates.map((one, at) => (at === 0 ? { ...one, ...fields } : one));

  it('nobody is proposed whom anything keeps out, and everybody else is', () => {
    fc.assert(
      fc.property(...given, (matchCase, candidates) => {
        const mediators = candidates.filter(({ role }) => role === 'mediator');
        const { proposals, excluded } = propose(candidates, matchCase);
        const parties = matchCase.sides.flatMap((side) => side.parties);
        for (const { candidateId, withId } of proposals) {
          for (const one of mediators.filter(({ id }) => id === candidateId || id === withId)) {
            expect(parties.some(({ personId }) => personId === one.personId)).toBe(false);
            expect(one.ties.some((tie) => parties.some(({ personId }) => personId === tie.personId))).toBe(false);
            expect(parties.some(({ premises }) => premises !== undefined && premises === one.premises)).toBe(false);
            expect(parties.some(({ employer }) => employer !== undefined && employer === one.employer)).toBe(false);
            expect(parties.some(({ personId }) => one.refusedBy?.includes(personId))).toBe(false);
            expect(matchCase.passedOver).not.toContain(one.id);
            expect([one.available, one.partyElsewhere, one.load < one.loadLimit]).toEqual([true, false, true]);
            expect(one.term?.until).toBe('2027-12-31');
          }
        }
        const told = [...proposals, ...excluded].map(({ candidateId }) => candidateId);
        expect(told.sort()).toEqual(mediators.map(({ id }) => id).sort());
        for (const { because } of excluded) expect(exclusionCodes).toEqual(expect.arrayContaining([...because]));
      }),
      { numRuns: 300 },
    );
  });

  it('the ranking is the same in whatever order they are given', () => {
    fc.assert(
      fc.property(...given, fc.nat(), (matchCase, candidates, turn) => {
        const at = turn % candidates.length;
        const turned = [...candidates.slice(at), ...candidates.slice(0, at)].reverse();
        expect(propose(turned, matchCase)).toEqual(propose(candidates, matchCase));
      }),
    );
  });

  it('reasons add up to the points, and the points never rise down the list', () => {
    fc.assert(
      fc.property(...given, (matchCase, candidates) => {
        let last = Infinity;
        for (const { points, reasons } of propose(candidates, matchCase).proposals) {
          expect(reasons.reduce((sum, reason) => sum + Math.round(reason.points * 10), 0)).toBe(
            Math.round(points * 10),
          );
          expect(points).toBeLessThanOrEqual(last);
          last = points;
        }
      }),
    );
  });

  it('more load never ranks higher', () => {
    fc.assert(
      fc.property(...given, (matchCase, candidates) => {
        const load = (candidates[0]?.load ?? 0) + 1;
        expect(rankOf('m0', changed(candidates, { load }), matchCase)).toBeGreaterThanOrEqual(
          rankOf('m0', candidates, matchCase),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('a hometown nearer to everybody never ranks lower', () => {
    fc.assert(
      fc.property(...given, fc.constantFrom('511302', '330481', '429004'), (matchCase, candidates, hometown) => {
        // Everybody of the case is from that county, so that it is nearest to all.
        const sides = matchCase.sides.map(({ id, parties }) => ({
          id,
          parties: parties.map((party) => ({ ...party, hometown })),
        }));
        const there = { ...matchCase, sides };
        expect(rankOf('m0', changed(candidates, { hometown }), there)).toBeLessThanOrEqual(
          rankOf('m0', candidates, there),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('to speak better, to know the field, or one more agreement never ranks lower', () => {
    fc.assert(
      fc.property(...given, (matchCase, candidates) => {
        const before = rankOf('m0', candidates, matchCase);
        const [one] = candidates;
        const better: Partial<MatchCandidate>[] = [
          { dialects: one?.dialects.map(({ code }) => ({ code, level: 'native' as const })) ?? [] },
          { fields: [matchCase.kind] },
          { outcomes: one?.outcomes.map((past) => ({ ...past, agreed: past.ended })) ?? [] },
        ];
        for (const fields of better) {
          expect(rankOf('m0', changed(candidates, fields), matchCase)).toBeLessThanOrEqual(before);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('one who is close to some sides only never comes alone while somebody is free who is close to the others', () => {
    fc.assert(
      fc.property(...given, (matchCase, candidates) => {
        const { proposals } = propose(candidates, matchCase);
        const sides = matchCase.sides.map(({ id }) => id);
        for (const { balance, closeTo, withId } of proposals) {
          const missing = sides.filter((id) => !closeTo.includes(id));
          const others = proposals.filter((other) => missing.every((id) => other.closeTo.includes(id)));
          if (closeTo.length === 0) expect([balance, withId]).toEqual(['no-side', undefined]);
          else if (missing.length === 0) expect([balance, withId]).toEqual(['every-side', undefined]);
          else expect([balance, withId]).toEqual([others[0] ? 'together' : 'one-sided', others[0]?.candidateId]);
        }
      }),
      { numRuns: 300 },
    );
  });
});
