import { create } from '@bufbuild/protobuf';
import {
  BranchDissolvedSchema,
  BranchFormedSchema,
  BranchJoinedSchema,
  BranchLeftSchema,
  PartyMembersAssignedSchema,
  toTimestamp,
  type BranchFormed,
  type BranchJoined,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed } from '@huying/http';
import type { Branch, BranchState } from './branch.entity.js';
import { branchProblems } from './organizations.problems.js';

export const branchLife = lifecycle<BranchState>({
  name: 'branch',
  title: 'Party branch 党支部',
  begins: [BranchFormedSchema, 'formed'],
  ways: [
    [BranchJoinedSchema, ['formed'], 'formed'],
    [BranchLeftSchema, ['formed'], 'formed'],
    [PartyMembersAssignedSchema, ['formed'], 'formed'],
    [BranchDissolvedSchema, ['formed'], 'dissolved'],
  ],
  refuse: (state) => branchProblems.wrongState({ state }),
});

/** Full members that a branch takes (中国共产党章程 art. 30). */
export const BRANCH_MEMBERS = 3;

/** What of an organisation decides about its branch. */
export interface PartyStrength {
  readonly organizationId: string;
  readonly branchId: string | null;
  /** Full party members among its members; those on probation do not count. */
  readonly fullMembers: number;
}

/**
 * Three full members at least: an own branch. Fewer: a joint one, in which they are three together.
 * @throws branch-already, branch-too-few-members, branch-own-possible
 */
export function formBranch(
  branch: Branch,
  { organizations, by, now }: Deed & { organizations: readonly PartyStrength[] },
): BranchFormed {
  if (organizations.some(({ branchId }) => branchId !== null)) throw branchProblems.already();
  if (branch.joint && organizations.some(({ fullMembers }) => fullMembers >= BRANCH_MEMBERS)) {
    throw branchProblems.ownPossible();
  }
  const count = organizations.reduce((sum, { fullMembers }) => sum + fullMembers, 0);
  if (count < BRANCH_MEMBERS) throw branchProblems.tooFewMembers({ count });
  return create(BranchFormedSchema, {
    branchId: branch.id,
    communityId: branch.communityId,
    name: branch.name,
    joint: branch.joint,
    organizationIds: organizations.map(({ organizationId }) => organizationId),
    formedBy: by,
    formedAt: toTimestamp(now),
  });
}

/** @throws branch-wrong-state, branch-not-joint, branch-already, branch-own-possible */
export function joinBranch(
  branch: Branch,
  { organization, by, now }: Deed & { organization: PartyStrength },
): BranchJoined {
  branchLife.ensure(branch.state, BranchJoinedSchema);
  if (!branch.joint) throw branchProblems.notJoint();
  if (organization.branchId !== null) throw branchProblems.already();
  if (organization.fullMembers >= BRANCH_MEMBERS) throw branchProblems.ownPossible();
  return create(BranchJoinedSchema, {
    ...{ branchId: branch.id, communityId: branch.communityId, organizationId: organization.organizationId },
    ...{ joinedBy: by, joinedAt: toTimestamp(now) },
  });
}
