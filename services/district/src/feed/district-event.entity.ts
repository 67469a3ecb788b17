import type { JsonObject } from '@bufbuild/protobuf';
import { InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event as districts see it. Sequences grow in the order of the commits: whoever has seen one has seen all before it. */
@Entity('district_events')
export class DistrictEvent {
  @PrimaryColumn('bigint')
  sequence!: string;

  /** The id of the event within the platform too. */
  @Column('uuid')
  id!: string;

  @Column('text')
  type!: string;

  @Column('text')
  source!: string;

  @Column('text')
  subject!: string;

  @Column('text')
  communityId!: string;

  @InstantColumn()
  time!: Temporal.Instant;

  @Column('jsonb')
  data!: JsonObject;

  @InstantColumn()
  publishedAt!: Temporal.Instant;
}
