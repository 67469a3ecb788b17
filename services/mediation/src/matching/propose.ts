import { balanceOf, closeSides, isCloseToAll, sidesLeftOut } from './balance.js';
import { Bonds } from './bonds.js';
import type { CandidateRole, MatchCandidate } from './candidate.js';
import { disclosedTies, exclusionsOf, peopleOf } from './exclusions.js';
import type { MatchCase } from './parties.js';
import { closenessTenths, ownTenths, reasonsOf, seenBy, type SeenCase } from './points.js';
import type {
  Excluded,
  ExclusionCode,
  GoBetweenProposal,
  MediatorProposal,
  Proposals,
  RankedCandidate,
} from './proposal.js';
import type { MatchingSettings } from './settings.js';

/** Who suits a case: a pure ranking with its reasons. The parties choose (art. 19); this only says in which order they are asked. */

export interface ProposeOptions {
  /** The day, `YYYY-MM-DD`, in the community's zone. */
  readonly on: string;
  readonly settings: MatchingSettings;
}

interface Scored {
  readonly candidate: MatchCandidate;
  readonly profile: number;
  readonly tenths: number;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Between equals, whoever has fewer cases. */
const better = (a: Scored, b: Scored): number =>
  b.tenths - a.tenths || a.candidate.load - b.candidate.load || compare(a.candidate.id, b.candidate.id);

/** The candidates of a role, those who may come first, the best of them foremost. */
function ranked(
  seen: SeenCase,
  candidates: readonly MatchCandidate[],
  bonds: Bonds,
  keptOut: (candidate: MatchCandidate) => readonly ExclusionCode[],
  settings: MatchingSettings,
): { scored: Scored[]; excluded: Excluded[] } {
  const scored: Scored[] = [];
  const excluded: Excluded[] = [];
  for (const candidate of candidates) {
    const because = keptOut(candidate);
    if (because.length > 0) {
      excluded.push({ candidateId: candidate.id, because });
      continue;
    }
    const profile = bonds.profileOf(candidate);
    const points = closenessTenths(seen, profile, settings) + ownTenths(seen.kind, candidate, settings);
    scored.push({ candidate, profile, tenths: points });
  }
  scored.sort(better);
  excluded.sort((a, b) => compare(a.candidateId, b.candidateId));
  return { scored, excluded };
}

const ofRole = (candidates: readonly MatchCandidate[], role: CandidateRole): MatchCandidate[] =>
  candidates.filter((candidate) => candidate.role === role);

const told = (seen: SeenCase, { candidate, profile, tenths }: Scored, settings: MatchingSettings): RankedCandidate => ({
  candidateId: candidate.id,
  points: tenths / 10,
  reasons: reasonsOf(seen, candidate, profile, settings),
});

/**
 * Mediators for a case, the best first, each with reasons. Everybody has their own points, so that nobody rises or falls by who else is there.
 * Whoever is close to some sides only comes together with the best who is close to the others.
 */
export function proposeMediators(
  matchCase: MatchCase,
  candidates: readonly MatchCandidate[],
  { on, settings }: ProposeOptions,
): Proposals<MediatorProposal> {
  const mediators = ofRole(candidates, 'mediator');
  const bonds = new Bonds(mediators, settings);
  const seen = seenBy(bonds, matchCase);
  const people = peopleOf(matchCase);
  const keptOut = (candidate: MatchCandidate) => exclusionsOf(people, candidate, on);
  const { scored, excluded } = ranked(seen, mediators, bonds, keptOut, settings);
  const proposals = scored.map((one): MediatorProposal => {
    const leftOut = sidesLeftOut(seen, one.profile, settings);
    const partner =
      leftOut.length > 0 ? scored.find(({ profile }) => isCloseToAll(seen, profile, leftOut, settings)) : undefined;
    return {
      ...told(seen, one, settings),
      balance: balanceOf(seen, one.profile, partner !== undefined, settings),
      ...(partner ? { withId: partner.candidate.id } : {}),
      closeTo: closeSides(seen, one.profile, settings).map((side) => seen.sides[side]?.id ?? ''),
    };
  });
  return { proposals, excluded };
}

/**
 * Go-betweens at an impasse, from the hometown of the side that holds out (art. 20). Only that side counts for closeness; the
 * others are protected by having to accept, and by being told what ties there are.
 * @throws RangeError for a side that the case does not have
 */
export function proposeGoBetweens(
  matchCase: MatchCase,
  holdingOut: string,
  candidates: readonly MatchCandidate[],
  { on, settings }: ProposeOptions,
): Proposals<GoBetweenProposal> {
  const side = matchCase.sides.find(({ id }) => id === holdingOut);
  if (!side) throw new RangeError(`Case ${matchCase.id} has no side ${holdingOut}.`);
  const goBetweens = ofRole(candidates, 'go-between');
  const bonds = new Bonds(goBetweens, settings);
  const seen = seenBy(bonds, { kind: matchCase.kind, sides: [side] });
  const people = peopleOf(matchCase);
  const fromThere = (candidate: MatchCandidate): boolean =>
    (seen.closeness[0]?.hometown[bonds.profileOf(candidate)] ?? 0) >= settings.closeFrom;
  const keptOut = (candidate: MatchCandidate): ExclusionCode[] => {
    const because = exclusionsOf(people, candidate, on);
    return fromThere(candidate) ? because : [...because, 'not-from-there'];
  };
  const { scored, excluded } = ranked(seen, goBetweens, bonds, keptOut, settings);
  const proposals = scored.map((one) => ({
    ...told(seen, one, settings),
    disclosed: disclosedTies(people, one.candidate),
  }));
  return { proposals, excluded };
}
