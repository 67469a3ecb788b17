import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const appealStates = ['open', 'closed'] as const;
export type AppealState = (typeof appealStates)[number];

/** What an appeal may rest on (居委会组织法 art. 16): what a consultation came to, or a decision on paper. */
export const basisKinds = ['consultation-result', 'written-decision'] as const;
export type BasisKind = (typeof basisKinds)[number];

/** Things that the community wants, each to be given by somebody (爱心椅). No payment is taken (慈善法 2023, art. 27). */
@Entity('appeals')
export class Appeal {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: AppealState;

  @Column('text')
  title!: string;

  /** What is wanted: a chair. */
  @Column('text')
  thing!: string;

  @Column('int')
  wanted!: number;

  @Column('text')
  place!: string;

  /** Months between two times that the giver sees to it; 0: no upkeep is promised. */
  @Column('int')
  upkeepMonths!: number;

  /** What the decision is called that it rests on (居委会组织法 art. 16). */
  @Column('text')
  basis!: string;

  @Column('text')
  basisKind!: BasisKind;

  /** Of the consultation's result; null: a written decision. */
  @Column('uuid', { nullable: true })
  basisResultId!: string | null;

  /** `YYYY-MM-DD` */
  @Column('date')
  basisDecidedOn!: string;

  @InstantColumn()
  opensAt!: Temporal.Instant;

  @InstantColumn()
  openedAt!: Temporal.Instant;
}

export const pledgeStates = [
  'requested',
  'waiting',
  'pledged',
  'withdrawn',
  'delivered',
  'installed',
  'in-care',
  'retired',
] as const;
export type PledgeState = (typeof pledgeStates)[number];

/** Somebody gives one of the things: what became of a claim to it, which is the claim service's decision. */
@Entity('pledges')
export class Pledge {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: PledgeState;

  @Column('uuid')
  appealId!: string;

  @Column('text')
  giverId!: string;

  /** The claim that it follows. */
  @Column('uuid')
  claimId!: string;

  /** What is engraved: names, with the consent of whose they are; null: nothing is settled. */
  @EncryptedColumn({ nullable: true })
  engraving!: string | null;

  /** When the engraving was blanked; see organization-retention.ts. */
  @InstantColumn({ nullable: true })
  erasedAt?: Temporal.Instant | null;

  /** Which of the things; null: waiting for one. */
  @Column('int', { nullable: true })
  number!: number | null;

  @Column('date', { nullable: true })
  nextUpkeepOn!: string | null;

  /** The due date of which the giver was last reminded. */
  @Column('date', { nullable: true })
  remindedOf!: string | null;

  @Column('int')
  upkeepsDone!: number;

  @Column('int')
  upkeepsMissed!: number;

  @InstantColumn()
  requestedAt!: Temporal.Instant;
}
