import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const partnerKinds = ['listed-company', 'chamber-of-commerce', 'new-stratum'] as const;
export type PartnerKind = (typeof partnerKinds)[number];

export const partnerStates = ['joined', 'left'] as const;
export type PartnerState = (typeof partnerStates)[number];

/** A member of the federation (新居民发展联合会): a listed company, a chamber of commerce, a person of the new social strata. */
@Entity('partners')
export class Partner {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: PartnerState;

  @Column('text')
  kind!: PartnerKind;

  /** Of a person it is personal data. */
  @EncryptedColumn()
  name!: string;

  /** The account that acts for it; null: nobody yet. */
  @Column('text', { nullable: true })
  accountId!: string | null;

  @InstantColumn()
  joinedAt!: Temporal.Instant;
}

export const offerKinds = ['in-kind', 'room', 'job', 'skill', 'goods', 'discount'] as const;
export type OfferKind = (typeof offerKinds)[number];

/** What an amount counts: hours, pieces, places, yuan of value, percent. */
export const offerUnits = ['hour', 'piece', 'place', 'cny-value', 'percent'] as const;
export type OfferUnit = (typeof offerUnits)[number];

export const offerStates = ['open', 'spent', 'withdrawn', 'expired'] as const;
export type OfferState = (typeof offerStates)[number];

/** What a partner offers. */
@Entity('offers')
export class Offer {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: OfferState;

  @Column('uuid')
  partnerId!: string;

  @Column('text')
  kind!: OfferKind;

  @Column('text')
  title!: string;

  @Column('text')
  conditions!: string;

  @Column('int')
  amount!: number;

  @Column('text')
  unit!: OfferUnit;

  /** What is neither set aside nor given; the database lets it not fall below nothing. */
  @Column('int')
  left!: number;

  /** First and last day on which it can be used, `YYYY-MM-DD`. */
  @Column('date')
  fromOn!: string;

  @Column('date')
  untilOn!: string;

  /** Categories of needs (`CP`, `SG` …) and kinds of milestones that it is meant for; none: any. */
  @Column('text', { array: true })
  meantFor!: string[];

  @Column('text', { array: true })
  skills!: string[];

  @InstantColumn()
  madeAt!: Temporal.Instant;
}

export const targetKinds = ['need', 'programme', 'milestone'] as const;
export type TargetKind = (typeof targetKinds)[number];

export const matchStates = ['proposed', 'accepted', 'declined', 'used', 'thanked'] as const;
export type MatchState = (typeof matchStates)[number];

/** Part of an offer, for something. */
@Entity('offer_matches')
export class OfferMatch {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: MatchState;

  @Column('uuid')
  offerId!: string;

  @Column('uuid')
  partnerId!: string;

  @Column('text')
  targetKind!: TargetKind;

  @Column('uuid')
  targetId!: string;

  /** Whom it helps; null: no organisation. */
  @Column('uuid', { nullable: true })
  organizationId!: string | null;

  @Column('int')
  amount!: number;

  @Column('text')
  unit!: OfferUnit;

  @InstantColumn()
  proposedAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  usedAt!: Temporal.Instant | null;

  @Column('text')
  thanks!: string;
}
