import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** As what somebody may read the private details of a need. */
export const readerKinds = ['staff', 'holder'] as const;
export type ReaderKind = (typeof readerKinds)[number];

/** Somebody was shown the private details of a need: who, when and as what, never what they read. */
@Entity('need_readings')
export class NeedReading {
  @IdColumn()
  id!: string;

  @Column('uuid')
  needId!: string;

  @Column('text')
  readBy!: string;

  @Column('text')
  readAs!: ReaderKind;

  @InstantColumn()
  readAt!: Temporal.Instant;
}
