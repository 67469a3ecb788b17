import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignMediators } from './assign.js';
import type { MatchCandidate } from './candidate.js';
import { exclusionsOf, peopleOf } from './exclusions.js';
import { aMediator, anyCandidates, anyCase, aSide, aWageCase, TODAY } from './matching.examples.js';
import type { MatchCase } from './parties.js';
import { proposeMediators } from './propose.js';
import { defaultMatchingSettings as settings } from './settings.js';

const options = { on: TODAY, settings };
const assign = (cases: readonly MatchCase[], candidates: readonly MatchCandidate[]) =>
  assignMediators(cases, candidates, options);

const anyCases = fc
  .integer({ min: 1, max: 6 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => anyCase(`case-${at}`))));

const fromNanchong = aMediator({ id: 'nanchong', hometown: '511302', loadLimit: 1 });
const fromChengdu = aMediator({ id: 'chengdu', hometown: '510104', loadLimit: 1 });
const casesOf = (...fields: (Partial<MatchCase> & { id: string })[]): MatchCase[] =>
  fields.map((one) => aWageCase({ sides: [aSide('a', { hometown: '511302' }), aSide('b', {})], ...one }));

describe('mediators for many cases', () => {
  it('none over the limit, and each case with somebody where there are enough', () => {
    const leads = assign(casesOf({ id: 'one' }, { id: 'two' }, { id: 'three' }), [fromNanchong, fromChengdu]);
    expect(leads.map(({ caseId }) => caseId)).toEqual(['one', 'three', 'two']);
    expect(leads.flatMap(({ mediatorId }) => mediatorId ?? []).sort()).toEqual(['chengdu', 'nanchong']);
  });

  it('the nearest is left to whom nobody else suits', () => {
    const passedOver = ['chengdu'];
    expect(assign(casesOf({ id: 'one' }, { id: 'two', passedOver }), [fromNanchong, fromChengdu])).toMatchObject([
      { caseId: 'one', mediatorId: 'chengdu' },
      { caseId: 'two', mediatorId: 'nanchong' },
    ]);
  });

  it('urgent cases go first where there are too few', () => {
    expect(assign(casesOf({ id: 'one' }, { id: 'two', urgency: 3 }), [fromNanchong])).toMatchObject([
      { caseId: 'one' },
      { caseId: 'two', mediatorId: 'nanchong' },
    ]);
  });

  it('somebody close to the other side stands beside, as long as they can take one more', () => {
    const workers = { ...fromNanchong, loadLimit: 2, fields: ['wages'] };
    const beside = aMediator({ id: 'haining', load: 3, loadLimit: 4 });
    const cases = [aWageCase({ id: 'one' }), aWageCase({ id: 'two' })];
    const assigned = assign(cases, [workers, beside]);
    expect(assigned.map(({ balance }) => balance).sort()).toEqual(['one-sided', 'together']);
    expect(assigned.filter(({ withId }) => withId === 'haining')).toHaveLength(1);
  });

  it('nobody is given a case that they may not mediate, or more than they can take', () => {
    fc.assert(
      fc.property(anyCases, anyCandidates(), (cases, candidates) => {
        const taken = new Map<string, number>();
        const assigned = assign(cases, candidates);
        for (const { caseId, mediatorId, withId } of assigned) {
          const matchCase = cases.find(({ id }) => id === caseId);
          for (const id of [mediatorId, withId]) {
            if (id === undefined) continue;
            const one = candidates.find((candidate) => candidate.id === id);
            if (!matchCase || !one) throw new Error(`${id} is nobody.`);
            expect([one.role, exclusionsOf(peopleOf(matchCase), one, TODAY)]).toEqual(['mediator', []]);
            taken.set(id, (taken.get(id) ?? 0) + 1);
          }
          expect(mediatorId === undefined || mediatorId !== withId).toBe(true);
        }
        for (const { id, load, loadLimit } of candidates)
          expect((taken.get(id) ?? 0) + load).toBeLessThanOrEqual(Math.max(load, loadLimit));
        expect(assigned.map(({ caseId }) => caseId)).toEqual(cases.map(({ id }) => id).sort());
      }),
      { numRuns: 300 },
    );
  });

  it('a case goes without only if everybody who may take it is taken', () => {
    fc.assert(
      fc.property(anyCases, anyCandidates(), (cases, candidates) => {
        const assigned = assign(cases, candidates);
        for (const { caseId, mediatorId } of assigned) {
          const matchCase = cases.find(({ id }) => id === caseId);
          if (mediatorId !== undefined || !matchCase) continue;
          for (const { candidateId } of proposeMediators(matchCase, candidates, options).proposals) {
            const one = candidates.find(({ id }) => id === candidateId);
            const more = assigned.filter((other) => other.mediatorId === candidateId).length;
            expect((one?.load ?? 0) + more).toBe(one?.loadLimit);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a single case gets whom it would be proposed first', () => {
    fc.assert(
      fc.property(anyCase(), anyCandidates(), (matchCase, candidates) => {
        const points = new Map(
          proposeMediators(matchCase, candidates, options).proposals.map((one) => [one.candidateId, one]),
        );
        const [first] = points.values();
        const [{ mediatorId, withId, balance } = {}] = assign([matchCase], candidates);
        expect(points.get(mediatorId ?? '')?.points).toBe(first?.points);
        expect(balance).toBe(points.get(mediatorId ?? '')?.balance);
        expect(withId === undefined).toBe(points.get(mediatorId ?? '')?.withId === undefined);
      }),
      { numRuns: 300 },
    );
  });

  it('the same whatever the order', () => {
    fc.assert(
      fc.property(anyCases, anyCandidates(), (cases, candidates) => {
        expect(assign([...cases].reverse(), [...candidates].reverse())).toEqual(assign(cases, candidates));
      }),
    );
  });
});
