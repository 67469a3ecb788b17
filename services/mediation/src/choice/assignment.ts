import type { Tx } from '@huying/database';
import { step } from '@huying/http';
import type { Access } from '../cases/access.js';
import { caseLife } from '../cases/case.js';
import { sidesOf } from '../cases/parties.js';
import { mediatorProblems } from '../mediators/mediators.problems.js';
import { agreedChoice, assignMediators } from './choice.js';
import { SideChoice } from './choice.entity.js';
import { matchCaseOf, mediatorsOf, refusedIn, type Today } from './roster.js';

/**
 * Gives a case its mediators. The case is locked by whoever comes here, and the mediators are too: of two who assign at once one is
 * told so, and nobody gets more cases than they take.
 * @throws mediator-unknown, and what `assignMediators` refuses
 */
export async function assign(
  tx: Tx,
  { case: one, parties }: Access,
  mediatorIds: readonly string[],
  { byChoice, by, on, now }: Today & { readonly byChoice: boolean; readonly by: string },
): Promise<void> {
  const candidates = await mediatorsOf(tx, one.communityId, { ids: mediatorIds, lock: true });
  if (candidates.length < mediatorIds.length) throw mediatorProblems.unknown();
  const matchCase = matchCaseOf(one, parties, await refusedIn(tx, one.id));
  const assigned = assignMediators(one, { matchCase, candidates, byChoice, on, now });
  one.mediatorIds = assigned.mediatorIds;
  await step(tx, caseLife, one, assigned, { by, now });
}

/** Assigns whom every side has chosen, if they have. */
export async function assignChosen(tx: Tx, access: Access, deed: Today & { readonly by: string }): Promise<void> {
  const choices = await tx.manager.findBy(SideChoice, { caseId: access.case.id });
  const chosen = agreedChoice(sidesOf(access.parties), choices);
  if (chosen) await assign(tx, access, chosen, { ...deed, byChoice: true });
}
