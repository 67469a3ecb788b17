import type { Access } from './access.js';
import type { Party } from './case.entity.js';
import { caseProblems } from './cases.problems.js';

/** Whose answer it is, and who saw it being signed if it is on paper. */
export interface Answering {
  readonly party: Party;
  readonly witness: string | null;
}

/**
 * A party answers by its own token. For one without an account, or who signed on paper, the mediators and the committee enter the
 * answer, and who witnessed it.
 * @throws case-paper-wanted
 */
export function answering(
  { own, parties, as }: Access,
  { partyId, witness }: { readonly partyId?: string | undefined; readonly witness?: string | undefined },
): Answering {
  if (own && (partyId === undefined || partyId === own.id)) return { party: own, witness: null };
  const party = parties.find(({ id, left }) => id === partyId && !left);
  const enters = as === 'mediator' || as === 'committee';
  if (!enters || !party || !witness?.trim()) throw caseProblems.paperWanted();
  return { party, witness: witness.trim() };
}
