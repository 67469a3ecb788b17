import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** From the large to the small: each lies in one of the kind before it. */
export const territoryKinds = ['grid', 'micro-grid', 'building', 'stairwell'] as const;
export type TerritoryKind = (typeof territoryKinds)[number];

/** A part of the estate for which somebody can hold an office. */
@Entity('territories')
export class Territory {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  kind!: TerritoryKind;

  @Column('text')
  name!: string;

  /** Null: a grid, which lies in nothing. */
  @Column('uuid', { nullable: true })
  parentId!: string | null;
}

/** In the order in which people usually come to them, after a seat in a team that watches works. */
export const offices = ['grid-worker', 'stairwell-steward', 'micro-grid-leader'] as const;
export type Office = (typeof offices)[number];

export const appointmentStates = ['proposed', 'accepted', 'declined', 'withdrawn', 'in-office', 'ended'] as const;
export type AppointmentState = (typeof appointmentStates)[number];

/** Somebody is to hold, holds or held an office for a part of the estate. */
@Entity('appointments')
export class Appointment {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: AppointmentState;

  @Column('text')
  office!: Office;

  @Column('uuid')
  territoryId!: string;

  @Column('text')
  personId!: string;

  /** Both days are included, `YYYY-MM-DD`. */
  @Column('date')
  fromOn!: string;

  @Column('date')
  untilOn!: string;

  @InstantColumn()
  proposedAt!: Temporal.Instant;
}

/** How long somebody has served, as the volunteer service told. */
@Entity('service_deeds')
export class ServiceDeed {
  /** The place whose service was recorded: told twice, it counts once. */
  @PrimaryColumn('uuid')
  claimId!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  personId!: string;

  @Column('int')
  minutes!: number;
}
