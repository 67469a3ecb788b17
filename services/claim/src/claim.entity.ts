import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';
import type { EndReason, OfferSource } from './rules/entries.js';

export const claimStates = ['held', 'waiting', 'offered', 'ended'] as const;
export type ClaimState = (typeof claimStates)[number];

const bigintAsNumber = {
  to: (value: number | null) => value,
  from: (value: string | null) => (value === null ? null : Number(value)),
};

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

  /** The place held or kept for an answer, counted from 1; null while waiting and after the end. */
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
  endReason!: EndReason | null;

  /** The key that whoever asked for it gave. */
  @Column('text')
  idempotencyKey!: string;

  /** What the claimant was told first: `h`eld, `w`aiting, `a`pplied, `o`ffered. */
  @Column('text')
  told!: 'h' | 'w' | 'a' | 'o';

  /** Whether the need's risk was shown and accepted with the claim. */
  @Column('boolean')
  riskAccepted!: boolean;

  /** The order in the line: priority first, then time. */
  @Column('bigint', { transformer: bigintAsNumber, nullable: true })
  rank!: number | null;

  /** The claimants who go together, the first first. */
  @Column('text', { array: true, nullable: true })
  party!: string[] | null;

  @InstantColumn({ nullable: true })
  offerUntil!: Temporal.Instant | null;

  @Column('text', { nullable: true })
  offerSource!: OfferSource | null;

  /** Why somebody behind in line was promoted instead, when it happened last; see refusal-numbers.ts. */
  @Column('int', { nullable: true })
  passedRefusal!: number | null;

  @InstantColumn({ nullable: true })
  passedAt!: Temporal.Instant | null;

  /** When the thing that was pledged by it was delivered: from then on it is not given back. */
  @InstantColumn({ nullable: true })
  deliveredAt!: Temporal.Instant | null;
}
