import type { Tx } from '@huying/database';
import { step, type Deed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ProposalSupport, type Proposal } from './proposal.entity.js';
import { ensureSupportable, proposalLife, weighSupport } from './proposal.js';

/**
 * Enters a household among the supporters of a proposal that is locked, or strikes it; once more changes nothing.
 * @throws proposal-wrong-state
 */
export async function setSupport(
  tx: Tx,
  one: Proposal,
  { householdId, supports, ...deed }: Deed & { householdId: string; supports: boolean },
): Promise<void> {
  ensureSupportable(one);
  if (supports) {
    await tx.query(
      `INSERT INTO proposal_supports (id, proposal_id, household_id, supported_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT ON CONSTRAINT proposal_supports_once DO NOTHING`,
      [uuidv7(), one.id, householdId, deed.now.toString()],
    );
  } else {
    await tx.manager.delete(ProposalSupport, { proposalId: one.id, householdId });
  }
  one.supporters = await tx.manager.countBy(ProposalSupport, { proposalId: one.id });
  const event = weighSupport(one, one.supporters, deed.now);
  if (event) await step(tx, proposalLife, one, event, deed);
  else await tx.save(one);
}
