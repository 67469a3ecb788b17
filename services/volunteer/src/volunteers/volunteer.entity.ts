import { decrypt, encrypt, EncryptedColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, type ValueTransformer } from 'typeorm';

/** Whether a volunteer takes part. */
export const volunteerStates = ['active', 'suspended', 'left'] as const;
export type VolunteerStanding = (typeof volunteerStates)[number];

export const genders = ['female', 'male', 'other'] as const;
export type Gender = (typeof genders)[number];

/** A time of the week at which somebody can usually come, in the community's zone. */
export interface AvailableTime {
  /** 1: Monday, 7: Sunday. */
  readonly weekday: number;
  /** `HH:MM` */
  readonly from: string;
  /** `HH:MM`, after `from`. */
  readonly until: string;
}

/** What somebody has consented to, and since when. */
export interface Consent {
  readonly code: string;
  /** RFC 3339. */
  readonly givenAt: string;
}

/** A training that somebody has completed, as staff have seen it. */
export interface Training {
  readonly code: string;
  /** Last day on which it is valid, `YYYY-MM-DD`; null: for good. */
  readonly validUntil: string | null;
}

// One digit: a text of two lengths would tell through its cipher which of the two it is.
const encryptedFlag: ValueTransformer = {
  to: (value: boolean) => encrypt(value ? '1' : '0'),
  from: (value: string) => decrypt(value) === '1',
};

/**
 * A volunteer of a community. The id is the account's (a token's subject), or a UUIDv7 for somebody without one; the same
 * person may be a volunteer of several communities. The version counts every change that other services hear of.
 */
@Entity('volunteers')
export class Volunteer {
  @PrimaryColumn('text')
  communityId!: string;

  @PrimaryColumn('text')
  id!: string;

  @Column('int')
  version!: number;

  @Column('text')
  state!: VolunteerStanding;

  @EncryptedColumn()
  name!: string;

  @EncryptedColumn()
  phone!: string;

  @Column('text')
  phoneIndex!: string;

  /** `YYYY-MM-DD` */
  @EncryptedColumn()
  birthDate!: string;

  @Column('text', { nullable: true })
  gender!: Gender | null;

  @Column('text', { array: true })
  skills!: string[];

  /** Administrative division, six digits (GB/T 2260). */
  @Column('text', { nullable: true })
  hometown!: string | null;

  @Column('text', { array: true })
  dialects!: string[];

  @Column('jsonb')
  availability!: AvailableTime[];

  /** Sensitive: encrypted, never in an event, shown to the volunteer and staff only. */
  @Column({ type: 'text', transformer: encryptedFlag })
  partyMember!: boolean;

  @Column('jsonb')
  consents!: Consent[];

  @Column('jsonb')
  trainings!: Training[];

  @EncryptedColumn({ nullable: true })
  idNumber!: string | null;

  /** Why staff suspended the volunteer; stays when they leave meanwhile, so that leaving is no way round it. */
  @EncryptedColumn({ nullable: true })
  suspensionReason!: string | null;

  /** Services missed without a word since staff last lifted a block. */
  @Column('int')
  missedServices!: number;

  /** Since when they can claim no places because of missed services; null: they can. */
  @InstantColumn({ nullable: true })
  blockedAt!: Temporal.Instant | null;

  @Column('text')
  registeredBy!: string;

  @InstantColumn()
  registeredAt!: Temporal.Instant;
}
