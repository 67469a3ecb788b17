import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** A volunteer group (志愿群): needs can be published to it alone. */
@Entity('volunteer_groups')
export class Group {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  /** No two groups of a community have the same. */
  @Column('text')
  name!: string;

  @Column('text')
  description!: string;

  @Column('text')
  formedBy!: string;

  @InstantColumn()
  formedAt!: Temporal.Instant;
}
