import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** Somebody saw whom an alert looks for. */
@Entity('sightings')
export class Sighting {
  @IdColumn()
  id!: string;

  @Column('text')
  pool!: string;

  @Column('uuid')
  needId!: string;

  @Column('text')
  reportedBy!: string;

  @EncryptedColumn()
  place!: string;

  @EncryptedColumn()
  note!: string;

  @InstantColumn()
  seenAt!: Temporal.Instant;

  @InstantColumn()
  reportedAt!: Temporal.Instant;
}
