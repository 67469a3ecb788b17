import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

/** Those who live in one home, or own it. */
@Entity('households')
export class Household {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  building!: string;

  /** Null: the building has one entrance. */
  @Column('text', { nullable: true })
  stairwell!: string | null;

  /** Which home it is, is personal. */
  @EncryptedColumn()
  door!: string;

  /** A blind index of the home, by which it is entered once. */
  @Column('text')
  homeKey!: string;

  @InstantColumn()
  enteredAt!: Temporal.Instant;
}

/** An account acts for one household in a community. */
@Entity('household_accounts')
export class HouseholdAccount {
  @PrimaryColumn('text')
  communityId!: string;

  @PrimaryColumn('text')
  accountId!: string;

  @Column('uuid')
  householdId!: string;
}
