import { EncryptedColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Ways to dispatch, by name. */
export const knownDispatches = ['first-come', 'waves', 'draw', 'approval', 'alert'] as const;
export type KnownDispatch = (typeof knownDispatches)[number];

/** A published need as this service has learnt of it: what the feed shows and what a service record states. */
@Entity('known_needs')
export class KnownNeed {
  @PrimaryColumn('uuid')
  needId!: string;

  @Column('text')
  communityId!: string;

  /** The latest publication that was heard of. */
  @Column('int')
  publication!: number;

  /** How often that publication was moved, as far as was heard. */
  @Column('int')
  revision!: number;

  /** How its places find their volunteers. */
  @Column('text')
  dispatch!: KnownDispatch;

  @Column('boolean')
  urgent!: boolean;

  @Column('text')
  title!: string;

  @EncryptedColumn()
  description!: string;

  @Column('int')
  places!: number;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @InstantColumn()
  opensAt!: Temporal.Instant;

  @InstantColumn()
  closesAt!: Temporal.Instant;

  @Column('text')
  locationName!: string;

  @Column('text')
  building!: string;

  /** To whom it was published; empty: the whole community. */
  @Column('uuid', { array: true })
  groupIds!: string[];

  @Column('text')
  organiser!: string;

  @EncryptedColumn()
  personInCharge!: string;

  /** The secret of the rotating code that is shown on site. */
  @EncryptedColumn()
  codeSecret!: string;
}
