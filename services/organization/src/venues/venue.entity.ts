import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const venueKinds = ['parlour', 'steward-station', 'stairwell-council', 'activity-room'] as const;
export type VenueKind = (typeof venueKinds)[number];

export const venueStates = ['open', 'closed'] as const;
export type VenueState = (typeof venueStates)[number];

/** Who may book a venue; staff always may. */
export const bookers = ['residents', 'organizations'] as const;
export type Booker = (typeof bookers)[number];

/** When a venue is open on a day of the week. */
export interface OpeningHours {
  /** 1: Monday, 7: Sunday. */
  readonly weekday: number;
  /** `HH:MM` in the community's zone. */
  readonly from: string;
  readonly until: string;
}

/** A day on which other hours hold; without hours the venue is shut. */
export interface OpeningException {
  /** `YYYY-MM-DD` */
  readonly on: string;
  readonly from: string | null;
  readonly until: string | null;
  readonly reason: string;
}

/** A place where residents meet: 居民会客厅, 小区红管家驿站, 楼道议事会, an activity room. */
@Entity('venues')
export class Venue {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: VenueState;

  @Column('text')
  name!: string;

  @Column('text')
  kind!: VenueKind;

  @Column('text')
  building!: string;

  /** People. */
  @Column('int')
  capacity!: number;

  @Column('text', { array: true })
  equipment!: string[];

  @Column('text', { array: true })
  bookableBy!: Booker[];

  /** Whether it is shut on the holidays of China. */
  @Column('boolean')
  shutOnHolidays!: boolean;

  @Column('jsonb')
  hours!: OpeningHours[];

  @Column('jsonb')
  exceptions!: OpeningException[];
}

export const bookingStates = ['booked', 'in-use', 'ended', 'cancelled', 'missed'] as const;
export type BookingState = (typeof bookingStates)[number];

/** A venue is somebody's for a time; the database lets no two overlap. */
@Entity('bookings')
export class Booking {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: BookingState;

  @Column('uuid')
  venueId!: string;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @Column('int')
  people!: number;

  @Column('text')
  purpose!: string;

  /** The organisation that has it; null: a person, or the community. */
  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  /** Bookings that were made together. */
  @Column('uuid', { nullable: true })
  seriesId!: string | null;

  @Column('text')
  bookedBy!: string;

  @InstantColumn()
  bookedAt!: Temporal.Instant;
}
