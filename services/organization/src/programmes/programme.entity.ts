import type { CatalogueItemCode } from '@huying/contracts';
import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const programmeKinds = ['classes', 'campaign', 'other'] as const;
export type ProgrammeKind = (typeof programmeKinds)[number];

export const programmeStates = ['planned', 'open', 'closed', 'cancelled'] as const;
export type ProgrammeState = (typeof programmeStates)[number];

/** What an organisation runs (项目), over weeks and years. */
@Entity('programmes')
export class Programme {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: ProgrammeState;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  kind!: ProgrammeKind;

  @Column('text')
  name!: string;

  @Column('text')
  purpose!: string;

  /** First and last day, `YYYY-MM-DD`. */
  @Column('date')
  fromOn!: string;

  @Column('date')
  untilOn!: string;

  @Column('text', { array: true })
  places!: string[];

  /** Who runs it. */
  @Column('text', { array: true })
  peopleIds!: string[];

  @Column('text')
  results!: string;

  @InstantColumn()
  plannedAt!: Temporal.Instant;
}

export const campaignStates = ['running', 'ended'] as const;
export type CampaignState = (typeof campaignStates)[number];

/** Something to give out or to use. */
export interface Material {
  readonly name: string;
  readonly pieces: number;
}

/** What a programme does again and again: 潮城大喇叭, 文明海宁一道走, 公益圆疆. */
@Entity('campaigns')
export class Campaign {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: CampaignState;

  @Column('uuid')
  programmeId!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  title!: string;

  @Column('text')
  place!: string;

  /** RFC 5545, in the community's zone, from the first start. */
  @Column('text')
  recurrence!: string;

  @InstantColumn()
  firstStartsAt!: Temporal.Instant;

  @Column('int')
  minutes!: number;

  /** Whether it goes on on the holidays of China. */
  @Column('boolean')
  onHolidays!: boolean;

  /** What its needs are in the catalogue. */
  @Column('text')
  catalogueItemCode!: CatalogueItemCode;

  @Column('int')
  volunteers!: number;

  @Column('text', { array: true })
  skills!: string[];

  @Column('int')
  minimumAge!: number;

  @Column('text')
  personInCharge!: string;

  @Column('jsonb')
  materials!: Material[];

  @InstantColumn()
  startedAt!: Temporal.Instant;
}

export const activityStates = ['scheduled', 'held', 'cancelled'] as const;
export type ActivityState = (typeof activityStates)[number];

/** One time of a campaign. */
@Entity('activities')
export class Activity {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: ActivityState;

  @Column('uuid')
  campaignId!: string;

  @Column('uuid')
  programmeId!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  title!: string;

  @Column('text')
  place!: string;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  /** The need for its volunteers. */
  @Column('uuid')
  needId!: string;

  @Column('int')
  peopleSpokenTo!: number;

  @Column('int')
  householdsVisited!: number;

  @Column('jsonb')
  materialsUsed!: Material[];
}

export const shipmentStates = ['collected', 'sent', 'received'] as const;
export type ShipmentState = (typeof shipmentStates)[number];

/** Goods for the other side (公益圆疆), from the collection to the receipt. */
@Entity('shipments')
export class Shipment {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: ShipmentState;

  @Column('uuid')
  campaignId!: string;

  @Column('uuid')
  programmeId!: string;

  @Column('uuid')
  organizationId!: string;

  @Column('text')
  goods!: string;

  @Column('int')
  pieces!: number;

  @Column('text')
  destination!: string;

  @Column('text')
  waybill!: string;

  /** Of what was collected; null: nothing yet. */
  @Column('int', { nullable: true })
  piecesSent!: number | null;

  /** What the other side says has come, of what was sent; null: nothing yet. */
  @Column('int', { nullable: true })
  piecesReceived!: number | null;

  /** Where the receipt is kept. */
  @Column('text')
  receipt!: string;

  @InstantColumn()
  collectedAt!: Temporal.Instant;
}
