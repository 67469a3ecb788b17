import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const workStates = ['under-way', 'completed', 'closed'] as const;
export type WorkState = (typeof workStates)[number];

/** A part of the plan. Both days are included, `YYYY-MM-DD`. */
export interface Stage {
  readonly name: string;
  readonly fromOn: string;
  readonly untilOn: string;
}

/** Works in the estate: a lift, a facade, a car park. */
@Entity('works')
export class Work {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: WorkState;

  @Column('text')
  title!: string;

  /** The round whose result they carry out; null: they rest on none. */
  @Column('uuid', { nullable: true })
  decisionId!: string | null;

  /** Of that round: what of its list they carry out. */
  @Column('text', { nullable: true })
  optionId!: string | null;

  /** The company, as residents know it. */
  @Column('text')
  contractor!: string;

  /** The account with which the company answers and rectifies. */
  @Column('text')
  contractorAccount!: string;

  /** Fen; up to ten thousand million, so that it stays exact as a number. */
  @Column('bigint', { transformer: { to: (fen: number) => fen, from: Number } })
  budgetFen!: number;

  @Column('text')
  plan!: string;

  /** One after the other; findings name them by number, from 1 on. */
  @Column('jsonb')
  stages!: Stage[];

  @InstantColumn()
  startedAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  completedAt!: Temporal.Instant | null;

  /** Until when households say how satisfied they are; null before the works are done. */
  @InstantColumn({ nullable: true })
  ratingsUntil!: Temporal.Instant | null;
}

/** A resident's seat in the team that watches works. */
@Entity('supervisors')
export class Supervisor {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  workId!: string;

  @Column('text')
  personId!: string;

  /** Both days are included, `YYYY-MM-DD`. */
  @Column('date')
  fromOn!: string;

  @Column('date')
  untilOn!: string;

  /** When they left before the end of the term. */
  @InstantColumn({ nullable: true })
  leftAt!: Temporal.Instant | null;

  @InstantColumn()
  seatedAt!: Temporal.Instant;
}

/** How satisfied a household is with works that are done. */
@Entity('work_ratings')
export class WorkRating {
  @IdColumn()
  id!: string;

  @Column('uuid')
  workId!: string;

  @Column('uuid')
  householdId!: string;

  /** 1 to 5. */
  @Column('int')
  satisfaction!: number;
}
