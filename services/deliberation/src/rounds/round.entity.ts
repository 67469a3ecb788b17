import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';
import type { RuleName } from '../majorities/rules.js';
import type { Count } from '../results/count.js';

export const roundStates = ['open', 'closed'] as const;
export type RoundState = (typeof roundStates)[number];

export const purposes = ['whether', 'what', 'how', 'check', 'confirm'] as const;
export type Purpose = (typeof purposes)[number];

export const methods = ['yes-no', 'checklist', 'ranking', 'points'] as const;
export type Method = (typeof methods)[number];

/** Where the electorate lives; what is left out does not limit it. */
export interface Scope {
  readonly estate?: string;
  readonly building?: string;
  readonly stairwell?: string;
  /** Whether tenants (新居民) are heard. */
  readonly tenants: boolean;
}

/** Where those live whom an option affects most; what is left out does not limit it. */
export type Affected = Omit<Scope, 'tenants'>;

/** One thing that can be chosen. */
export interface Option {
  readonly id: string;
  readonly text: string;
  /** What it would cost, as far as is known, in fen. */
  readonly costFen?: number;
  /** Left out: it affects everybody alike. */
  readonly affects?: Affected;
  /** How many of the round's voters live there. */
  readonly affectedVoters?: number;
}

/** An option as it is stated. */
export type OptionWish = Pick<Option, 'text' | 'costFen' | 'affects'>;

/** One vote of an electorate that is fixed when it opens. */
@Entity('rounds')
export class Round {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: RoundState;

  @Column('uuid')
  consultationId!: string;

  /** From 1 to 5. */
  @Column('int')
  number!: number;

  @Column('text')
  purpose!: Purpose;

  @Column('text')
  method!: Method;

  @Column('text')
  rule!: RuleName;

  /** A quorum agreed besides that of the rule, in percent of the voters (and of the area, where it counts). */
  @Column('int', { nullable: true })
  quorumPercent!: number | null;

  @Column('text')
  question!: string;

  @Column('jsonb')
  options!: Option[];

  /** Of a checklist: how many may be ticked; of points: how many a ballot may spread. */
  @Column('int')
  mostTicks!: number;

  @Column('jsonb')
  scope!: Scope;

  @Column('int')
  voters!: number;

  /** Of all voters' homes, in hundredths of a square metre; a decimal number as text. 0 where area does not count. */
  @Column('bigint')
  area!: string;

  /** Since then it is fixed who may vote. */
  @InstantColumn()
  openedAt!: Temporal.Instant;

  /** Ballots are taken from then on. */
  @InstantColumn()
  opensAt!: Temporal.Instant;

  /** The database's clock decides whether it is over. */
  @InstantColumn()
  closesAt!: Temporal.Instant;

  /** What was counted; null until it is closed. */
  @Column('jsonb', { nullable: true })
  published!: Count | null;
}
