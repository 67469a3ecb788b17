import { EncryptedColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A publication of a need that has since been reopened, as it was when it ended. Who held a place under it attended it, and
 * not the one that came after.
 */
@Entity('past_publications')
export class PastPublication {
  @PrimaryColumn('uuid')
  needId!: string;

  @PrimaryColumn('int')
  publication!: number;

  @Column('text')
  communityId!: string;

  /** When the need was reopened: places held before are of this publication or of one before it. */
  @InstantColumn()
  heldUntil!: Temporal.Instant;

  @Column('text')
  title!: string;

  @EncryptedColumn()
  description!: string;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @Column('text')
  locationName!: string;

  @Column('text')
  building!: string;

  @Column('text')
  organiser!: string;

  @EncryptedColumn()
  personInCharge!: string;
}
