import { create } from '@bufbuild/protobuf';
import {
  BranchDissolvedSchema,
  BranchFormedSchema,
  BranchJoinedSchema,
  BranchLeftSchema,
  OwnBranchDueSchema,
  PartyMembersAssignedSchema,
  toTimestamp,
  type BranchDissolved,
  type BranchFormed,
  type BranchJoined,
  type BranchLeft,
  type OwnBranchDue,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import type { Branch, BranchState } from './branch.entity.js';
import type { Organization } from './organization.entity.js';
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
  /** Whether that branch is one that several share. */
  readonly isJoint: boolean;
  /** Full party members among its members; those on probation do not count. */
  readonly fullMembers: number;
}

/** Whether it has outgrown a joint branch, or has none: three full members form one of their own. */
export const hasOwnToForm = ({ branchId, isJoint, fullMembers }: PartyStrength): boolean =>
  fullMembers >= BRANCH_MEMBERS && (branchId === null || isJoint);

/**
 * Three full members at least: an own branch; whoever was in a joint one leaves it. Fewer: a joint one, in which they are three together.
 * @throws branch-already, branch-too-few-members, branch-own-possible
 */
export function formBranch(
  branch: Branch,
  { organizations, by, now }: Deed & { organizations: readonly PartyStrength[] },
): BranchFormed {
  const isBound = (one: PartyStrength) => one.branchId !== null && (branch.joint || !hasOwnToForm(one));
  if (organizations.some(isBound)) throw branchProblems.already();
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

/** Told once, when it is first seen that an organisation has a branch of its own to form. */
export function noticeOwnBranch(
  { id: organizationId, communityId, ownBranchDueAt }: Organization,
  { strength, now }: { strength: PartyStrength; now: Temporal.Instant },
): OwnBranchDue | undefined {
  if (ownBranchDueAt !== null || !hasOwnToForm(strength)) return undefined;
  const branchId = strength.branchId ?? '';
  return create(OwnBranchDueSchema, { organizationId, communityId, branchId, noticedAt: toTimestamp(now) });
}

/** @throws branch-wrong-state */
export function leave(
  branch: Branch,
  { organizationId, now, reason }: ReasonedDeed & { organizationId: string },
): BranchLeft {
  branchLife.ensure(branch.state, BranchLeftSchema);
  const { id: branchId, communityId } = branch;
  return create(BranchLeftSchema, { branchId, communityId, organizationId, reason, leftAt: toTimestamp(now) });
}

/** A branch in which nobody has part any more. Nothing while somebody has. */
export function dissolve(
  branch: Branch,
  { organizations, now, reason }: ReasonedDeed & { organizations: number },
): BranchDissolved | undefined {
  if (organizations > 0 || !branchLife.may(branch.state, BranchDissolvedSchema)) return undefined;
  const { id: branchId, communityId } = branch;
  return create(BranchDissolvedSchema, { branchId, communityId, reason, dissolvedAt: toTimestamp(now) });
}
