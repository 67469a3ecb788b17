import type { MatchCandidate, TieKind } from './candidate.js';
import type { MatchCase } from './parties.js';
import { exclusionCodes, type ExclusionCode } from './proposal.js';

/**
 * Ties that a go-between may have: relatives and neighbours may be invited to help, with the consent of the parties (art. 20).
 * A mediator may have none.
 */
const disclosedOfGoBetweens: ReadonlySet<ExclusionCode> = new Set(['family', 'neighbour']);

/** The people of a case, so that each candidate is compared with them quickly. */
export interface CasePeople {
  readonly persons: ReadonlySet<string>;
  readonly premises: ReadonlySet<string>;
  readonly employers: ReadonlySet<string>;
  readonly passedOver: ReadonlySet<string>;
}

export function peopleOf(matchCase: MatchCase): CasePeople {
  const parties = matchCase.sides.flatMap((side) => side.parties);
  const known = (keys: (string | undefined)[]): Set<string> => new Set(keys.filter((key) => key !== undefined));
  return {
    persons: known(parties.map(({ personId }) => personId)),
    premises: known(parties.map(({ premises }) => premises)),
    employers: known(parties.map(({ employer }) => employer)),
    passedOver: new Set(matchCase.passedOver),
  };
}

function tiesTo(people: CasePeople, candidate: MatchCandidate): ReadonlySet<TieKind> {
  const ties = new Set(candidate.ties.filter(({ personId }) => people.persons.has(personId)).map(({ kind }) => kind));
  if (candidate.premises !== undefined && people.premises.has(candidate.premises)) ties.add('neighbour');
  if (candidate.employer !== undefined && people.employers.has(candidate.employer)) ties.add('employer');
  return ties;
}

/** Whatever the case: what keeps a candidate from any new one on that day, `YYYY-MM-DD`. */
export function generalExclusions(candidate: MatchCandidate, on: string): ExclusionCode[] {
  const { role, term, available, load, loadLimit, partyElsewhere } = candidate;
  const codes: ExclusionCode[] = [];
  if (partyElsewhere === true) codes.push('party-elsewhere');
  // A mediator without a term holds no office.
  if (role === 'mediator' && !(term && term.from <= on && on <= term.until)) codes.push('not-in-term');
  if (!available) codes.push('not-available');
  if (load >= loadLimit) codes.push('at-load-limit');
  return codes;
}

/** What keeps a candidate from that case. */
export function caseExclusions(people: CasePeople, candidate: MatchCandidate): ExclusionCode[] {
  const codes: ExclusionCode[] = [];
  if (people.persons.has(candidate.personId)) codes.push('party');
  for (const kind of tiesTo(people, candidate)) {
    if (candidate.role === 'mediator' || !disclosedOfGoBetweens.has(kind)) codes.push(kind);
  }
  if (people.passedOver.has(candidate.id)) codes.push('passed-over');
  if (candidate.refusedBy?.some((personId) => people.persons.has(personId))) codes.push('refused-before');
  return codes;
}

/** What a go-between has to tell both sides before they are asked whether they accept. */
export function disclosedTies(people: CasePeople, candidate: MatchCandidate): TieKind[] {
  return [...tiesTo(people, candidate)].filter((kind) => disclosedOfGoBetweens.has(kind)).sort();
}

/** Everything that keeps a candidate from being proposed in a case, in the order of `exclusionCodes`; empty: nothing. */
export function exclusionsOf(people: CasePeople, candidate: MatchCandidate, on: string): ExclusionCode[] {
  const found = new Set([...caseExclusions(people, candidate), ...generalExclusions(candidate, on)]);
  return exclusionCodes.filter((code) => found.has(code));
}
