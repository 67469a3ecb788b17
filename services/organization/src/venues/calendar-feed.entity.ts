import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** The address at which one subscriber's calendar app reads when a venue is taken: whoever knows the key reads it. */
@Entity('calendar_feeds')
export class CalendarFeed {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  venueId!: string;

  /** Whose it is: who may revoke it. */
  @Column('text')
  subscriberId!: string;

  /** SHA-256 of the key: it is shown once, and kept nowhere. */
  @Column('text')
  keyDigest!: string;

  @InstantColumn()
  madeAt!: Temporal.Instant;
}
