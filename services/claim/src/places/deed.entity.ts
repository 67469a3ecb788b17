import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** What somebody did to another's claim, and why: on record before it is decided. */
@Entity('claim_deeds')
export class ClaimDeed {
  @IdColumn()
  id!: string;

  @Column('uuid')
  claimId!: string;

  @Column('text')
  deed!: 'release' | 'rejection' | 'approval' | 'priority' | 'places-lowered';

  @Column('text')
  doneBy!: string;

  /** May name people. */
  @EncryptedColumn()
  reason!: string;

  @InstantColumn()
  doneAt!: Temporal.Instant;
}
