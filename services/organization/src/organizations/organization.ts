import { create } from '@bufbuild/protobuf';
import {
  IncubationStartedSchema,
  MilestoneMovedSchema,
  MilestoneOverdueSchema,
  MilestoneReachedSchema,
  OrganizationAcceptedSchema,
  OrganizationAppliedSchema,
  OrganizationDeclinedSchema,
  OrganizationDormantSchema,
  OrganizationGraduatedSchema,
  OrganizationRevivedSchema,
  OrganizationWoundUpSchema,
  toTimestamp,
  type IncubationStarted,
  type MilestoneMoved,
  type MilestoneOverdue,
  type MilestoneReached,
  type OrganizationAccepted,
  type OrganizationDeclined,
  type OrganizationDormant,
  type OrganizationGraduated,
  type OrganizationRevived,
  type OrganizationWoundUp,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import { milestoneKinds, type Milestone, type Organization, type OrganizationState } from './organization.entity.js';
import { organizationProblems } from './organizations.problems.js';

const atWork: readonly OrganizationState[] = ['accepted', 'incubating', 'graduated'];
const there: readonly OrganizationState[] = [...atWork, 'dormant'];

/** Where an organisation may go from where it stands. */
export const organizationLife = lifecycle<OrganizationState>({
  name: 'organization',
  title: 'Organisation 社会组织',
  begins: [OrganizationAppliedSchema, 'applied'],
  ways: [
    [OrganizationAcceptedSchema, ['applied'], 'accepted'],
    [OrganizationDeclinedSchema, ['applied'], 'declined'],
    [IncubationStartedSchema, ['accepted'], 'incubating'],
    [MilestoneReachedSchema, ['incubating'], 'incubating'],
    [MilestoneMovedSchema, ['incubating'], 'incubating'],
    [MilestoneOverdueSchema, ['incubating'], 'incubating'],
    [OrganizationGraduatedSchema, ['incubating'], 'graduated'],
    [OrganizationDormantSchema, ['graduated'], 'dormant'],
    [OrganizationRevivedSchema, ['dormant'], 'graduated'],
    [OrganizationWoundUpSchema, there, 'wound-up'],
  ],
  refuse: (state) => organizationProblems.wrongState({ state }),
});

/** Whether it is at work: it can run programmes, hold offices and have a branch. */
export const isAtWork = ({ state }: Pick<Organization, 'state'>): boolean => atWork.includes(state);

/** @throws organization-wrong-state unless it is there: at work, or dormant */
export function ensureThere({ state }: Organization): void {
  if (!there.includes(state)) throw organizationProblems.wrongState({ state });
}

/** @throws organization-wrong-state unless it is at work */
export function ensureAtWork(organization: Organization): void {
  if (!isAtWork(organization)) throw organizationProblems.wrongState({ state: organization.state });
}

const told = ({ id, communityId }: Organization) => ({ organizationId: id, communityId });

/** @throws organization-wrong-state */
export function accept(organization: Organization, { by, now, reason }: ReasonedDeed): OrganizationAccepted {
  organizationLife.ensure(organization.state, OrganizationAcceptedSchema);
  const { name } = organization;
  return create(OrganizationAcceptedSchema, {
    ...told(organization),
    name,
    reason,
    acceptedBy: by,
    acceptedAt: toTimestamp(now),
  });
}

/** @throws organization-wrong-state */
export function decline(organization: Organization, { by, now, reason }: ReasonedDeed): OrganizationDeclined {
  organizationLife.ensure(organization.state, OrganizationDeclinedSchema);
  return create(OrganizationDeclinedSchema, {
    ...told(organization),
    reason,
    declinedBy: by,
    declinedAt: toTimestamp(now),
  });
}

/** What a plan cannot do without. */
export const requiredMilestones = milestoneKinds.filter((kind) => kind !== 'other');

/**
 * @param today in the community's zone, `YYYY-MM-DD`
 * @throws organization-wrong-state, organization-plan-incomplete, organization-plan-twice, organization-due-in-the-past
 */
export function startIncubation(
  organization: Organization,
  { milestones, today, by, now, reason }: ReasonedDeed & { milestones: readonly Milestone[]; today: string },
): IncubationStarted {
  organizationLife.ensure(organization.state, IncubationStartedSchema);
  for (const kind of requiredMilestones) {
    const count = milestones.filter((milestone) => milestone.kind === kind).length;
    if (count === 0) throw organizationProblems.planIncomplete({ kind });
    if (count > 1) throw organizationProblems.planTwice({ kind });
  }
  if (milestones.some(({ dueOn }) => dueOn < today)) throw organizationProblems.dueInThePast();
  return create(IncubationStartedSchema, {
    ...told(organization),
    name: organization.name,
    milestones: milestones.map(({ id, kind, dueOn }) => ({ milestoneId: id, kind, dueOn })),
    reason,
    startedBy: by,
    startedAt: toTimestamp(now),
  });
}

const milestoneTold = (organization: Organization, { id, kind, dueOn }: Milestone) => ({
  ...told(organization),
  milestoneId: id,
  kind,
  dueOn,
});

/**
 * @throws organization-wrong-state, organization-milestone-reached, organization-milestone-without-evidence,
 * organization-milestone-without-branch
 */
export function reachMilestone(
  organization: Organization,
  { milestone, evidence, today, by, now }: Deed & { milestone: Milestone; evidence: readonly string[]; today: string },
): MilestoneReached {
  organizationLife.ensure(organization.state, MilestoneReachedSchema);
  if (milestone.reachedAt) throw organizationProblems.milestoneReached();
  if (evidence.length === 0) throw organizationProblems.milestoneWithoutEvidence();
  if (milestone.kind === 'party-branch' && organization.branchId === null) {
    throw organizationProblems.milestoneWithoutBranch();
  }
  return create(MilestoneReachedSchema, {
    ...milestoneTold(organization, milestone),
    inTime: today <= milestone.dueOn,
    reachedBy: by,
    reachedAt: toTimestamp(now),
  });
}

/** @throws organization-wrong-state, organization-milestone-reached, organization-due-in-the-past */
export function moveMilestone(
  organization: Organization,
  { milestone, dueOn, today, by, now, reason }: ReasonedDeed & { milestone: Milestone; dueOn: string; today: string },
): MilestoneMoved {
  organizationLife.ensure(organization.state, MilestoneMovedSchema);
  if (milestone.reachedAt) throw organizationProblems.milestoneReached();
  if (dueOn < today) throw organizationProblems.dueInThePast();
  const moved = milestoneTold(organization, milestone);
  return create(MilestoneMovedSchema, { ...moved, dueOn, reason, movedBy: by, movedAt: toTimestamp(now) });
}

/** A milestone whose day has passed is overdue; said once for each due date. */
export function noticeOverdue(
  organization: Organization,
  { milestone, today, now }: Omit<Deed, 'by'> & { milestone: Milestone; today: string },
): MilestoneOverdue | undefined {
  if (!organizationLife.may(organization.state, MilestoneOverdueSchema)) return undefined;
  if (milestone.reachedAt || milestone.dueOn >= today || milestone.overdueTold === milestone.dueOn) return undefined;
  const { ownerId } = milestone;
  return create(MilestoneOverdueSchema, {
    ...{ ...milestoneTold(organization, milestone), ownerId },
    noticedAt: toTimestamp(now),
  });
}

/** @throws organization-wrong-state, organization-milestones-open */
export function graduate(
  organization: Organization,
  { milestones, by, now, reason }: ReasonedDeed & { milestones: readonly Milestone[] },
): OrganizationGraduated {
  organizationLife.ensure(organization.state, OrganizationGraduatedSchema);
  const count = milestones.filter(({ reachedAt }) => reachedAt === null).length;
  if (count > 0) throw organizationProblems.milestonesOpen({ count });
  const { name } = organization;
  return create(OrganizationGraduatedSchema, {
    ...told(organization),
    name,
    reason,
    graduatedBy: by,
    graduatedAt: toTimestamp(now),
  });
}

/** @throws organization-wrong-state, organization-programmes-open */
export function goDormant(
  organization: Organization,
  { openProgrammes, by, now, reason }: ReasonedDeed & { openProgrammes: number },
): OrganizationDormant {
  organizationLife.ensure(organization.state, OrganizationDormantSchema);
  if (openProgrammes > 0) throw organizationProblems.programmesOpen({ count: openProgrammes });
  return create(OrganizationDormantSchema, {
    ...told(organization),
    reason,
    declaredBy: by,
    declaredAt: toTimestamp(now),
  });
}

/** @throws organization-wrong-state */
export function revive(organization: Organization, { by, now, reason }: ReasonedDeed): OrganizationRevived {
  organizationLife.ensure(organization.state, OrganizationRevivedSchema);
  const { name } = organization;
  return create(OrganizationRevivedSchema, {
    ...told(organization),
    name,
    reason,
    revivedBy: by,
    revivedAt: toTimestamp(now),
  });
}

/** @throws organization-wrong-state, organization-programmes-open */
export function windUp(
  organization: Organization,
  { openProgrammes, by, now, reason }: ReasonedDeed & { openProgrammes: number },
): OrganizationWoundUp {
  organizationLife.ensure(organization.state, OrganizationWoundUpSchema);
  if (openProgrammes > 0) throw organizationProblems.programmesOpen({ count: openProgrammes });
  return create(OrganizationWoundUpSchema, {
    ...told(organization),
    reason,
    woundUpBy: by,
    woundUpAt: toTimestamp(now),
  });
}
