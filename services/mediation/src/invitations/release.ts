import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import { In } from 'typeorm';
import type { MediationCase } from '../cases/case.entity.js';
import { Invitation } from './invitation.entity.js';
import { invitationLife, live, release } from './invitation.js';

/** The case is over: whoever was invited need not come. Another try may invite them anew. */
export async function releaseGoBetween(tx: Tx, { id: caseId }: MediationCase, deed: Deed): Promise<void> {
  const invited = await tx.lockIfPresent(Invitation, { caseId, state: In([...live]) });
  if (invited) await step(tx, invitationLife, invited, release(invited, deed.now), deed);
}
