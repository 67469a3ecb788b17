import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** Several residents have called about the same (共性问题). */
@Entity('common_problems')
export class CommonProblem {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  catalogueItemCode!: string;

  /** Callers, each counted once, when it was found. */
  @Column('int')
  callers!: number;

  @InstantColumn()
  firstCalledAt!: Temporal.Instant;

  @InstantColumn()
  foundAt!: Temporal.Instant;

  /** The consultation that was opened because of it. */
  @Column('uuid', { nullable: true })
  consultationId!: string | null;
}
