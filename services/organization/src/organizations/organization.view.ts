import { ApiProperty } from '@nestjs/swagger';
import { shown } from '@huying/http';
import type { EntityManager } from 'typeorm';
import {
  milestoneKinds,
  offices,
  organizationStates,
  type Milestone,
  type MilestoneKind,
  type Office,
  type OfficeKind,
  type Organization,
  type OrganizationState,
} from './organization.entity.js';

export class OrganizationView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag' })
  version!: number;

  @ApiProperty({ enum: organizationStates })
  state!: OrganizationState;

  @ApiProperty({ example: '潮城大喇叭' })
  name!: string;

  @ApiProperty()
  purpose!: string;

  @ApiProperty({ description: 'The hub, which others are member organisations of' })
  hub!: boolean;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'The hub that it belongs to' })
  hubId!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Whom of the staff it turns to' })
  contactPersonId!: string | null;

  @ApiProperty({ type: String, nullable: true, format: 'uuid', description: 'Its party branch' })
  branchId!: string | null;

  @ApiProperty({ format: 'date-time' })
  appliedAt!: string;
}

export class MilestoneView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: milestoneKinds })
  kind!: MilestoneKind;

  @ApiProperty()
  title!: string;

  @ApiProperty({ description: 'Who sees to it' })
  ownerId!: string;

  @ApiProperty({ format: 'date' })
  dueOn!: string;

  @ApiProperty({ type: String, nullable: true, format: 'date-time' })
  reachedAt!: string | null;

  @ApiProperty({ description: 'Not reached, and its day has passed' })
  overdue!: boolean;

  @ApiProperty({ type: [String] })
  evidence!: string[];
}

export class OfficeView {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: offices })
  office!: OfficeKind;

  @ApiProperty()
  personId!: string;

  @ApiProperty({ format: 'date' })
  fromOn!: string;

  @ApiProperty({ format: 'date' })
  untilOn!: string;
}

/** An organisation with its incubation, its members' number and its offices. */
export class OrganizationFileView extends OrganizationView {
  @ApiProperty({ type: [MilestoneView], description: 'In the order of their due dates' })
  milestones!: MilestoneView[];

  @ApiProperty({ type: [OfficeView], description: 'Those of today and to come' })
  offices!: OfficeView[];

  @ApiProperty()
  members!: number;

  @ApiProperty({
    type: Boolean,
    nullable: true,
    description:
      'Whether it has three full party members and no branch of its own yet; told to those who act for it and staff, null for others',
  })
  ownBranchDue!: boolean | null;

  @ApiProperty({
    type: Number,
    nullable: true,
    description: 'Community party members assigned to it; told to those who act for it and staff, null for others',
  })
  partyMembersAssigned!: number | null;
}

export const organizationView = (organization: Organization): OrganizationView => {
  const { id, version, state, name, purpose, hub, hubId, contactPersonId, branchId, appliedAt } = organization;
  return { id, version, state, name, purpose, hub, hubId, contactPersonId, branchId, appliedAt: shown(appliedAt) };
};

export const milestoneView = (milestone: Milestone, today: string): MilestoneView => {
  const { id, kind, title, ownerId, dueOn, evidence, reachedAt } = milestone;
  const overdue = reachedAt === null && dueOn < today;
  return { id, kind, title, ownerId, dueOn, reachedAt: shown(reachedAt), overdue, evidence };
};

export const officeView = ({ id, office, personId, fromOn, untilOn }: Office): OfficeView => ({
  id,
  office,
  personId,
  fromOn,
  untilOn,
});

/** How many members it has. */
export async function countMembers(manager: EntityManager, organizationId: string): Promise<number> {
  const [row] = await manager.query<{ members: number }[]>(
    `SELECT count(*)::int AS members FROM organization_members WHERE organization_id = $1 AND left_at IS NULL`,
    [organizationId],
  );
  return row?.members ?? 0;
}
