import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Friends who want places together or none: each agrees first, then they claim at once. */
@Entity('parties')
export class Party {
  @IdColumn()
  id!: string;

  @Column('text')
  pool!: string;

  @Column('uuid')
  needId!: string;

  @Column('text')
  openedBy!: string;

  @InstantColumn()
  openedAt!: Temporal.Instant;
}

/** One of a party, with the claim that is made for them once all have agreed. */
@Entity('party_members')
export class PartyMember {
  @PrimaryColumn('uuid')
  partyId!: string;

  @PrimaryColumn('text')
  volunteerId!: string;

  /** The order in which they were named; the one who opened the party is 0. */
  @Column('int')
  number!: number;

  @Column('uuid')
  claimId!: string;

  @Column('boolean')
  riskAccepted!: boolean;

  @InstantColumn({ nullable: true })
  agreedAt!: Temporal.Instant | null;
}
