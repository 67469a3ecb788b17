import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

/** Where an organisation stands. */
export const organizationStates = [
  'applied',
  'accepted',
  'declined',
  'incubating',
  'graduated',
  'dormant',
  'wound-up',
] as const;
export type OrganizationState = (typeof organizationStates)[number];

/** A social organisation (社会组织) of the community. */
@Entity('organizations')
export class Organization {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: OrganizationState;

  @Column('text')
  name!: string;

  @Column('text')
  purpose!: string;

  /** The hub (枢纽型社会组织), which others are members of; one in a community. */
  @Column('boolean')
  hub!: boolean;

  /** The hub that it is a member organisation of. */
  @Column('uuid', { nullable: true })
  hubId!: string | null;

  /** The account that acts for it, besides those who hold an office. */
  @Column('text')
  accountId!: string;

  /** Whom of the community's staff it turns to. */
  @Column('text', { nullable: true })
  contactPersonId!: string | null;

  @Column('uuid', { nullable: true })
  branchId!: string | null;

  /** Since when it is known that it has a branch of its own to form; null: it has none to form. */
  @InstantColumn({ nullable: true })
  ownBranchDueAt!: Temporal.Instant | null;

  @Column('text')
  appliedBy!: string;

  @InstantColumn()
  appliedAt!: Temporal.Instant;
}

/** What an incubation goes through (培育计划). */
export const milestoneKinds = [
  'charter',
  'members',
  'room',
  'first-activity',
  'party-branch',
  'accounts',
  'registration',
  'other',
] as const;
export type MilestoneKind = (typeof milestoneKinds)[number];

/** A milestone of an incubation. */
@Entity('milestones')
export class Milestone {
  @IdColumn()
  id!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  kind!: MilestoneKind;

  @Column('text')
  title!: string;

  /** Who sees to it: an account. */
  @Column('text')
  ownerId!: string;

  /** Last day on which it is in time, `YYYY-MM-DD` in the community's zone. */
  @Column('date')
  dueOn!: string;

  /** The due date that was last told to be overdue. */
  @Column('date', { nullable: true })
  overdueTold!: string | null;

  @InstantColumn({ nullable: true })
  reachedAt!: Temporal.Instant | null;

  @Column('text', { nullable: true })
  reachedBy!: string | null;

  /** What shows it: where a document or a picture is kept, or the number of a certificate. */
  @Column('text', { array: true })
  evidence!: string[];
}

/** What a member is in the Party; who it is, is nobody's business but the branch's. */
export const partyStandings = ['none', 'probationary', 'full'] as const;
export type PartyStanding = (typeof partyStandings)[number];

/** A member of an organisation. */
@Entity('organization_members')
export class OrganizationMember {
  @IdColumn()
  id!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  personId!: string;

  /** Sensitive: encrypted, never in an event. */
  @EncryptedColumn()
  partyStanding!: PartyStanding;

  @InstantColumn()
  joinedAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  leftAt!: Temporal.Instant | null;
}

export const offices = ['chair', 'vice-chair', 'secretary', 'treasurer', 'supervisor'] as const;
export type OfficeKind = (typeof offices)[number];

/** An office of an organisation, held by a member for a term. */
@Entity('offices')
export class Office {
  @IdColumn()
  id!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  personId!: string;

  @Column('text')
  office!: OfficeKind;

  /** First and last day, `YYYY-MM-DD`. */
  @Column('date')
  fromOn!: string;

  @Column('date')
  untilOn!: string;
}
