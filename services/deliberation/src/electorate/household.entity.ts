import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';

export const tenures = ['owner', 'tenant'] as const;
export type Tenure = (typeof tenures)[number];

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
  estate!: string;

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

  /** Tenants (新居民) are heard where the matter allows, and own nothing. */
  @Column('text')
  tenure!: Tenure;

  /** Floor area in hundredths of a square metre; 0 for tenants. */
  @Column('int')
  area!: number;

  /** Blind indexes of the owners: the same owners of several homes are one voter, the co-owners of a home too. */
  @Column('text', { array: true })
  ownerKeys!: string[];

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
