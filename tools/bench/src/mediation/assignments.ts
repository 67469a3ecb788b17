import {
  assignMediators,
  bestPairing,
  defaultMatchingSettings,
  exclusionsOf,
  peopleOf,
  type MatchCandidate,
  type MatchCase,
} from '@huying/mediation';
import { Chance } from './chance.js';
import { ON, type SimulatedCases } from './simulate-cases.js';

/** Who mediates which case: the lead first, then whoever is with them. */
export type Assigned = ReadonlyMap<string, readonly string[]>;

export function byMatching({ cases, candidates }: SimulatedCases, settings = defaultMatchingSettings): Assigned {
  const assigned = assignMediators(cases, candidates, { on: ON, settings });
  return new Map(
    assigned.map(({ caseId, mediatorId, withId }) => [
      caseId,
      [mediatorId, withId].filter((id): id is string => id !== undefined),
    ]),
  );
}

/** Chooses among those who may still take the case. */
type Choose = (free: readonly MatchCandidate[], loadOf: (id: string) => number) => MatchCandidate | undefined;

/**
 * Case by case, with as many mediators for each case as the matching gives it, so that nobody is better for sending more people. Nobody is
 * chosen whom anything keeps out.
 */
function caseByCase({ cases, candidates }: SimulatedCases, like: Assigned, choose: Choose): Assigned {
  const loads = new Map(candidates.map(({ id, load }) => [id, load]));
  const loadOf = (id: string): number => loads.get(id) ?? 0;
  const assigned = new Map<string, string[]>(cases.map(({ id }) => [id, []]));
  // Everybody one first: a case is not left without because another has two.
  for (const round of [1, 2]) {
    for (const matchCase of cases) {
      if ((like.get(matchCase.id)?.length ?? 0) < round) continue;
      const there = assigned.get(matchCase.id) ?? [];
      const people = peopleOf(matchCase);
      const free = candidates.filter(
        (one) =>
          loadOf(one.id) < one.loadLimit && !there.includes(one.id) && exclusionsOf(people, one, ON).length === 0,
      );
      const chosen = choose(free, loadOf);
      if (!chosen) continue;
      there.push(chosen.id);
      loads.set(chosen.id, loadOf(chosen.id) + 1);
    }
  }
  return assigned;
}

export function byChance(world: SimulatedCases, like: Assigned, seed: number): Assigned {
  const chance = new Chance(seed);
  return caseByCase(world, like, (free) => (free.length > 0 ? chance.oneOf(free) : undefined));
}

/** Whoever has the most room, by share of their limit; among equals anybody. */
export function byLoad(world: SimulatedCases, like: Assigned, seed: number): Assigned {
  const chance = new Chance(seed);
  return caseByCase(world, like, (free, loadOf) => {
    const share = ({ id, loadLimit }: MatchCandidate): number => loadOf(id) / loadLimit;
    const least = Math.min(...free.map(share));
    const idle = free.filter((one) => share(one) === least);
    return idle.length > 0 ? chance.oneOf(idle) : undefined;
  });
}

/** Who would be chosen by one who knows the truth: the most that can be reached, to measure the others by. */
export function byTruth(world: SimulatedCases, like: Assigned): Assigned {
  const { cases, candidates, chanceOf } = world;
  const loadAtFirst = (id: string): number => candidates.find((one) => one.id === id)?.load ?? 0;
  const taken = new Map<string, number>();
  const pair = (some: readonly MatchCase[], before: Assigned): (readonly [string, string])[] => {
    const found = bestPairing(
      some.map((matchCase) => {
        const people = peopleOf(matchCase);
        const there = before.get(matchCase.id) ?? [];
        return {
          valueOf: (at) =>
            Math.round(
              10_000 * chanceOf(matchCase.id, [...there, candidates[at]?.id ?? ''], (id) => loadAtFirst(id) + 1),
            ),
          may: (at) => {
            const one = candidates[at];
            return one !== undefined && !there.includes(one.id) && exclusionsOf(people, one, ON).length === 0;
          },
          priority: 1e9,
        };
      }),
      {
        capacities: candidates.map(({ id, load, loadLimit }) => loadLimit - load - (taken.get(id) ?? 0)),
        // Tiredness costs about so much with each further case.
        lessFor: (_, more) => 300 * more,
      },
    );
    return found.flatMap((at, row) => {
      const [one, matchCase] = [candidates[at ?? -1], some[row]];
      return one && matchCase ? [[matchCase.id, one.id] as const] : [];
    });
  };
  const assigned = new Map<string, string[]>(cases.map(({ id }) => [id, []]));
  for (const round of [1, 2]) {
    for (const [caseId, id] of pair(
      cases.filter(({ id: caseOf }) => (like.get(caseOf)?.length ?? 0) >= round),
      assigned,
    )) {
      assigned.get(caseId)?.push(id);
      taken.set(id, (taken.get(id) ?? 0) + 1);
    }
  }
  return assigned;
}

/** How likely agreements are over all cases, 0 to 1, with everybody's load as it is once all are assigned. */
export function qualityOf({ cases, candidates, chanceOf }: SimulatedCases, assigned: Assigned): number {
  const loads = new Map(candidates.map(({ id, load }) => [id, load]));
  for (const ids of assigned.values()) for (const id of ids) loads.set(id, (loads.get(id) ?? 0) + 1);
  const sum = cases.reduce(
    (total, { id }) => total + chanceOf(id, assigned.get(id) ?? [], (mediator) => loads.get(mediator) ?? 0),
    0,
  );
  return sum / cases.length;
}
