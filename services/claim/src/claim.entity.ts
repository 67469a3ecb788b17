import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

export const claimStates = ['held', 'waiting', 'ended'] as const;
export type ClaimState = (typeof claimStates)[number];

export const endReasons = ['volunteer', 'staff', 'need-ended', 'no-longer-fit'] as const;
export type ClaimEndReason = (typeof endReasons)[number];

const bigintAsNumber = { to: (value: number) => value, from: (value: string) => Number(value) };

/** A volunteer's claim to a place, as the journal has committed it. */
@Entity('claims')
export class Claim {
  @IdColumn()
  id!: string;

  @Column('text')
  pool!: string;

  @Column('uuid')
  needId!: string;

  @Column('text')
  volunteerId!: string;

  @Column('text')
  state!: ClaimState;

  /** The place held, counted from 1; null while waiting and after the end. */
  @Column('int', { nullable: true })
  place!: number | null;

  /** Number in the pool's log of the last change. */
  @Column('bigint', { transformer: bigintAsNumber })
  sequence!: number;

  /** Number in the pool's log of the claim itself: the order of the line. */
  @Column('bigint', { transformer: bigintAsNumber })
  toldSequence!: number;

  @InstantColumn()
  claimedAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  heldAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  endedAt!: Temporal.Instant | null;

  @Column('text', { nullable: true })
  endReason!: ClaimEndReason | null;
}
