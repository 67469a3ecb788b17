import { create } from '@bufbuild/protobuf';
import { BranchDissolvedSchema, BranchLeftSchema, toTimestamp } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { type ReasonedDeed, step } from '@huying/http';
import { IsNull } from 'typeorm';
import { Branch } from './branch.entity.js';
import { branchLife, type PartyStrength } from './branch.js';
import { Organization, OrganizationMember } from './organization.entity.js';

/** How strong the Party is in an organisation. Standings are encrypted: they are counted here, not by the database. */
export async function partyStrengthOf(tx: Tx, { id, branchId }: Organization): Promise<PartyStrength> {
  const members = await tx.manager.findBy(OrganizationMember, { organizationId: id, leftAt: IsNull() });
  const fullMembers = members.filter(({ partyStanding }) => partyStanding === 'full').length;
  return { organizationId: id, branchId, fullMembers };
}

/** An organisation has no part in its branch any more; the branch ends with the last. Does nothing without one. */
export async function leaveBranch(tx: Tx, organization: Organization, deed: ReasonedDeed): Promise<void> {
  const { id: organizationId, branchId, communityId } = organization;
  if (!branchId) return;
  const branch = await tx.lock(Branch, { id: branchId });
  organization.branchId = null;
  await tx.save(organization);
  const { reason, now } = deed;
  const left = create(BranchLeftSchema, { branchId, communityId, organizationId, reason, leftAt: toTimestamp(now) });
  await step(tx, branchLife, branch, left, deed);
  if (await tx.manager.existsBy(Organization, { branchId })) return;
  const dissolved = create(BranchDissolvedSchema, { branchId, communityId, reason, dissolvedAt: toTimestamp(now) });
  await step(tx, branchLife, branch, dissolved, deed);
}
