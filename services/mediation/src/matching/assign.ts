import { balanceOf, isCloseToAll, sidesLeftOut } from './balance.js';
import { Bonds } from './bonds.js';
import type { MatchCandidate } from './candidate.js';
import { caseExclusions, generalExclusions, peopleOf } from './exclusions.js';
import { bestPairing, type Wish } from './pairing.js';
import type { MatchCase } from './parties.js';
import { closenessTenths, ownTenths, seenBy, tenths } from './points.js';
import type { Balance } from './proposal.js';
import type { ProposeOptions } from './propose.js';

/** Who would be asked first for each of many cases, so that no mediator is over their limit. */
export interface Assignment {
  readonly caseId: string;
  /** Nobody: all who may mediate it are at their limit, or nobody may. */
  readonly mediatorId?: string;
  /** Who is proposed with them, close to the sides that they are not close to. */
  readonly withId?: string;
  /** As in a proposal; nothing without a mediator. */
  readonly balance?: Balance;
}

/** So much more than all points that the number of cases with a mediator comes first, urgent ones before others. */
const FIRST_OF_ALL = 1_000_000_000;

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

interface Prepared {
  readonly candidate: MatchCandidate;
  readonly profile: number;
  readonly free: number;
}

/** Kept out of a case by who its people are: found by the few who have to do with any of them, not by asking everybody. */
function conflictsOf(matchCase: MatchCase, touching: Touching): ReadonlySet<number> {
  const people = peopleOf(matchCase);
  const possible = new Set<MatchCandidate>();
  for (const keys of [people.persons, people.premises, people.employers]) {
    for (const key of keys) for (const candidate of touching.byKey.get(key) ?? []) possible.add(candidate);
  }
  for (const id of people.passedOver) {
    const candidate = touching.byId.get(id);
    if (candidate) possible.add(candidate);
  }
  const out = [...possible].filter((one) => caseExclusions(people, one).length > 0);
  return new Set(out.map(({ id }) => touching.numberOf.get(id) ?? -1));
}

interface Touching {
  readonly byKey: ReadonlyMap<string, readonly MatchCandidate[]>;
  readonly byId: ReadonlyMap<string, MatchCandidate>;
  readonly numberOf: ReadonlyMap<string, number>;
}

function touchingOf(candidates: readonly MatchCandidate[]): Touching {
  const byKey = new Map<string, MatchCandidate[]>();
  for (const candidate of candidates) {
    const { personId, premises, employer, ties, refusedBy = [] } = candidate;
    for (const key of [personId, premises, employer, ...ties.map((tie) => tie.personId), ...refusedBy]) {
      if (key === undefined) continue;
      const there = byKey.get(key);
      if (there) there.push(candidate);
      else byKey.set(key, [candidate]);
    }
  }
  return {
    byKey,
    byId: new Map(candidates.map((candidate) => [candidate.id, candidate])),
    numberOf: new Map(candidates.map(({ id }, at) => [id, at])),
  };
}

/**
 * Mediators for many cases at once: as many cases as possible have one, urgent ones first; then the points of all together are the
 * most that can be reached, each further case of a mediator counting against their load as it would one by one. Then
 * those who are close to some sides only get somebody beside them from who is left, in the same way.
 * The same for the same cases and mediators in whatever order.
 */
export function assignMediators(
  cases: readonly MatchCase[],
  candidates: readonly MatchCandidate[],
  { on, settings }: ProposeOptions,
): Assignment[] {
  const free = candidates
    .filter((one) => one.role === 'mediator' && generalExclusions(one, on).length === 0)
    .sort(byId);
  const bonds = new Bonds(free, settings);
  const prepared = free.map((candidate) => ({
    candidate,
    profile: bonds.profileOf(candidate),
    free: candidate.loadLimit - candidate.load,
  }));
  const touching = touchingOf(free);
  const own = ownPoints(prepared, settings);
  const open = [...cases].sort(byId).map((matchCase) => {
    const seen = seenBy(bonds, matchCase);
    const ownOfKind = own(matchCase.kind);
    // By profile rather than by candidate: people from one place who speak alike are close alike.
    const close = Array.from({ length: bonds.size }, (_, profile) => closenessTenths(seen, profile, settings));
    const valueOf = (at: number): number => (ownOfKind[at] ?? 0) + (close[prepared[at]?.profile ?? 0] ?? 0);
    return { matchCase, seen, valueOf, conflicts: conflictsOf(matchCase, touching) };
  });

  const lessFor = (at: number, taken: number): number => lessForLoad(prepared[at], taken, settings);
  const wishOf = (one: (typeof open)[number], may: (at: number) => boolean): Wish => ({
    valueOf: one.valueOf,
    may: (at) => !one.conflicts.has(at) && may(at),
    priority: FIRST_OF_ALL * (1 + (one.matchCase.urgency ?? 0)),
  });
  const leads = bestPairing(
    open.map((one) => wishOf(one, () => true)),
    { capacities: prepared.map((one) => one.free), lessFor },
  );

  const taken = new Map<number, number>();
  for (const lead of leads) if (lead !== undefined) taken.set(lead, (taken.get(lead) ?? 0) + 1);
  const lopsided = open.flatMap((one, at) => {
    const lead = leads[at];
    const leftOut = lead === undefined ? [] : sidesLeftOut(one.seen, prepared[lead]?.profile ?? 0, settings);
    return leftOut.length > 0 ? [{ at, one, leftOut }] : [];
  });
  const beside = bestPairing(
    lopsided.map(({ one, leftOut }) =>
      wishOf(one, (at) => isCloseToAll(one.seen, prepared[at]?.profile ?? 0, leftOut, settings)),
    ),
    {
      capacities: prepared.map((one, at) => one.free - (taken.get(at) ?? 0)),
      lessFor: (at, more) => lessFor(at, more + (taken.get(at) ?? 0)),
    },
  );
  const partners = new Map(lopsided.map(({ at }, row) => [at, beside[row]]));

  return open.map(({ matchCase, seen }, at) => {
    const lead = prepared[leads[at] ?? -1];
    if (!lead) return { caseId: matchCase.id };
    const partner = prepared[partners.get(at) ?? -1];
    return {
      caseId: matchCase.id,
      mediatorId: lead.candidate.id,
      ...(partner ? { withId: partner.candidate.id } : {}),
      balance: balanceOf(seen, lead.profile, partner !== undefined, settings),
    };
  });
}

/** Points of all candidates by kind of dispute, each kind once. */
function ownPoints(prepared: readonly Prepared[], settings: ProposeOptions['settings']) {
  const byKind = new Map<string, number[]>();
  return (kind: string): readonly number[] => {
    const known = byKind.get(kind) ?? prepared.map(({ candidate }) => ownTenths(kind, candidate, settings));
    byKind.set(kind, known);
    return known;
  };
}

/** How many points fewer a candidate has who has taken so many of these cases already. */
function lessForLoad(one: Prepared | undefined, taken: number, { weights }: ProposeOptions['settings']): number {
  if (!one) return 0;
  const { loadLimit } = one.candidate;
  return tenths(weights.load, one.free / loadLimit) - tenths(weights.load, (one.free - taken) / loadLimit);
}
