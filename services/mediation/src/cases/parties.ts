import { create } from '@bufbuild/protobuf';
import {
  ConsentGivenSchema,
  ConsentRefusedSchema,
  ConsentSoughtSchema,
  MemberJoinedSchema,
  MemberLeftSchema,
  RepresentativesElectedSchema,
  toTimestamp,
  type ConsentGiven,
  type ConsentRefused,
  type ConsentSought,
  type MemberJoined,
  type MemberLeft,
  type RepresentativesElected,
} from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import { publishedKind } from '../kinds/kinds.js';
import type { MediationCase, Party } from './case.entity.js';
import { caseLife, told } from './case.js';
import { caseProblems } from './cases.problems.js';

/** A group has between two and five representatives, or one if two members cannot be found. */
export const MOST_REPRESENTATIVES = 5;

/** Who is on the case now. */
export const present = (parties: readonly Party[]): Party[] => parties.filter(({ left }) => !left);

/** The sides of those who are on the case, in order. */
export const sidesOf = (parties: readonly Party[]): number[] =>
  [...new Set(present(parties).map(({ side }) => side))].sort((a, b) => a - b);

/** Whether a side is several who go together. */
export const isGroup = (one: MediationCase, parties: readonly Party[], side: number): boolean =>
  one.group && present(parties).filter((party) => party.side === side).length > 1;

/** Whether every party, and so every side, has consented (art. 17): nothing is held before. */
export const allConsent = (parties: readonly Party[]): boolean =>
  sidesOf(parties).length > 1 && present(parties).every(({ consent }) => consent === 'given');

/** @throws case-wrong-state, case-needs-two-sides */
export function seekConsent(
  one: MediationCase,
  { parties, now }: { parties: readonly Party[]; now: Temporal.Instant },
): ConsentSought {
  caseLife.ensure(one.state, ConsentSoughtSchema);
  const sides = sidesOf(parties).length;
  if (sides < 2) throw caseProblems.needsTwoSides({ sides });
  return create(ConsentSoughtSchema, {
    ...told(one),
    kind: publishedKind(one.kind),
    asked: present(parties).map(({ id }) => id),
    soughtAt: toTimestamp(now),
  });
}

/** @throws case-not-asked */
export function giveConsent(one: MediationCase, { party, now }: { party: Party; now: Temporal.Instant }): ConsentGiven {
  if (party.left || party.consent !== 'asked') throw caseProblems.notAsked();
  return create(ConsentGivenSchema, { ...told(one), partyId: party.id, side: party.side, givenAt: toTimestamp(now) });
}

/**
 * At any time, for any reason or none (art. 17, 23). One of a group stays out and the others go on; anybody else ends it for all.
 * @throws case-wrong-state, case-not-asked
 */
export function refuseConsent(
  one: MediationCase,
  { party, parties, now }: { party: Party; parties: readonly Party[]; now: Temporal.Instant },
): ConsentRefused | MemberLeft {
  caseLife.ensure(one.state, ConsentRefusedSchema);
  if (party.left) throw caseProblems.notAsked();
  const whose = { ...told(one), partyId: party.id, side: party.side };
  return isGroup(one, parties, party.side)
    ? create(MemberLeftSchema, { ...whose, leftAt: toTimestamp(now) })
    : create(ConsentRefusedSchema, { ...whose, refusedAt: toTimestamp(now) });
}

/** @throws case-wrong-state, case-not-a-group, case-party-twice */
export function join(
  one: MediationCase,
  { party, parties, now }: { party: Party; parties: readonly Party[]; now: Temporal.Instant },
): MemberJoined {
  caseLife.ensure(one.state, ConsentRefusedSchema);
  if (!one.group || !sidesOf(parties).includes(party.side)) throw caseProblems.notAGroup();
  ensureOnce(party, parties);
  return create(MemberJoinedSchema, { ...told(one), partyId: party.id, side: party.side, joinedAt: toTimestamp(now) });
}

/** @throws case-party-twice */
export function ensureOnce({ accountId }: Pick<Party, 'accountId'>, parties: readonly Party[]): void {
  if (accountId !== null && present(parties).some((one) => one.accountId === accountId))
    throw caseProblems.partyTwice();
}

/** @throws case-candidate-not-in-group */
export function ensureCandidates(side: number, ids: readonly string[], parties: readonly Party[]): void {
  const members = new Set(
    present(parties)
      .filter((one) => one.side === side)
      .map(({ id }) => id),
  );
  if (ids.some((id) => !members.has(id))) throw caseProblems.candidateNotInGroup();
}

/**
 * Counts the votes of a group's members; those with the most are elected.
 * @throws case-wrong-state, case-not-a-group, case-election-undecided unless more than half have voted, case-election-tied
 */
export function elect(
  one: MediationCase,
  { side, seats, parties, now }: { side: number; seats: number; parties: readonly Party[]; now: Temporal.Instant },
): RepresentativesElected {
  caseLife.ensure(one.state, ConsentRefusedSchema);
  if (!isGroup(one, parties, side)) throw caseProblems.notAGroup();
  const members = present(parties).filter((party) => party.side === side);
  const voters = members.filter(({ votesFor }) => votesFor.length > 0);
  if (voters.length * 2 <= members.length) {
    throw caseProblems.electionUndecided({ voters: voters.length, members: members.length });
  }
  const votes = (id: string): number => voters.filter(({ votesFor }) => votesFor.includes(id)).length;
  const ranked = members
    .map(({ id }) => ({ id, votes: votes(id) }))
    .filter((candidate) => candidate.votes > 0)
    .sort((a, b) => b.votes - a.votes || a.id.localeCompare(b.id));
  const next = ranked[seats];
  if (next && next.votes === ranked[seats - 1]?.votes) throw caseProblems.electionTied({ seats });
  return create(RepresentativesElectedSchema, {
    ...told(one),
    side,
    partyIds: ranked.slice(0, seats).map(({ id }) => id),
    members: members.length,
    voters: voters.length,
    electedAt: toTimestamp(now),
  });
}

/** Who speaks for a side: the party itself; of a group those who were elected. */
export function speakersOf(one: MediationCase, parties: readonly Party[], side: number): Party[] {
  const members = present(parties).filter((party) => party.side === side);
  return isGroup(one, parties, side) ? members.filter(({ representative }) => representative) : members;
}

/** @throws case-representative-not-elected unless the party speaks for its side */
export function ensureSpeaks(one: MediationCase, party: Party, parties: readonly Party[]): void {
  if (!speakersOf(one, parties, party.side).some(({ id }) => id === party.id)) {
    throw caseProblems.representativeNotElected();
  }
}
