import type { Tx } from '@huying/database';
import { type ReasonedDeed, step } from '@huying/http';
import { IsNull } from 'typeorm';
import { Branch } from './branch.entity.js';
import { branchLife, dissolve, leave, type PartyStrength } from './branch.js';
import { Organization, OrganizationMember } from './organization.entity.js';

/** How strong the Party is in an organisation. Standings are encrypted: they are counted here, not by the database. */
export async function partyStrengthOf(tx: Tx, { id, branchId }: Organization): Promise<PartyStrength> {
  const members = await tx.manager.findBy(OrganizationMember, { organizationId: id, leftAt: IsNull() });
  const fullMembers = members.filter(({ partyStanding }) => partyStanding === 'full').length;
  const branch = branchId === null ? null : await tx.get(Branch, { id: branchId });
  return { organizationId: id, branchId, isJoint: branch?.joint ?? false, fullMembers };
}

/** An organisation has no part in its branch any more; the branch ends with the last. Does nothing without one. */
export async function leaveBranch(tx: Tx, organization: Organization, deed: ReasonedDeed): Promise<void> {
  const { id: organizationId, branchId } = organization;
  if (!branchId) return;
  const branch = await tx.lock(Branch, { id: branchId });
  organization.branchId = null;
  await tx.save(organization);
  await step(tx, branchLife, branch, leave(branch, { ...deed, organizationId }), deed);
  const organizations = await tx.manager.countBy(Organization, { branchId });
  const dissolved = dissolve(branch, { ...deed, organizations });
  if (dissolved) await step(tx, branchLife, branch, dissolved, deed);
}
