import type { Tx } from '@huying/database';
import { step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import type { Access } from '../cases/access.js';
import { goBetweensOf, matchCaseOf, type Today } from '../choice/roster.js';
import { proposeGoBetweens, type MatchingSettings } from '../matching/index.js';
import { Invitation } from './invitation.entity.js';
import { invitationLife, live, propose } from './invitation.js';

/**
 * Proposes the best go-between from the hometown of a side, unless one is proposed or on the case. Whoever was declined in the case is
 * not proposed again.
 * @returns undefined if there is nobody to propose, or somebody is there
 */
export async function inviteBest(
  tx: Tx,
  { case: one, parties }: Access,
  side: number,
  { by, on, now, settings }: Today & { readonly by: string; readonly settings: MatchingSettings },
): Promise<Invitation | undefined> {
  const earlier = await tx.manager.findBy(Invitation, { caseId: one.id });
  if (earlier.some(({ state }) => live.includes(state))) return undefined;
  const declined = earlier.filter(({ state }) => state === 'declined').map(({ goBetweenId }) => goBetweenId);
  const matchCase = matchCaseOf(one, parties, declined);
  const candidates = await goBetweensOf(tx, one.communityId);
  const { proposals } = proposeGoBetweens(matchCase, String(side), candidates, {
    on,
    settings,
  });
  const [proposal] = proposals;
  if (!proposal) return undefined;
  const { communityId, id: caseId } = one;
  const invitation = tx.create(Invitation, {
    ...{ id: uuidv7(), communityId, caseId, goBetweenId: proposal.candidateId, side, state: 'proposed' },
    ...{ agreedBy: [], goBetweenAgrees: false, proposal, proposedAt: now },
  });
  await step(tx, invitationLife, invitation, propose(invitation, now), { by, now });
  return invitation;
}
