import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

/** `closed`: no more claims, who holds a place keeps it. `ended`: the need was called off, every claim to it ends. */
export type KnownNeedState = 'open' | 'closed' | 'ended';

/** What claiming knows of a need, from the request service's events; `held` and `waiting` are the journal's counts. */
@Entity('known_needs')
export class KnownNeed {
  @IdColumn()
  id!: string;

  @Column('text')
  pool!: string;

  @Column('int')
  publication!: number;

  @Column('text')
  state!: KnownNeedState;

  @Column('int')
  places!: number;

  @InstantColumn()
  opensAt!: Temporal.Instant;

  @InstantColumn()
  closesAt!: Temporal.Instant;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @InstantColumn()
  releaseUntil!: Temporal.Instant;

  @Column('text', { array: true })
  skills!: string[];

  @Column('int')
  minimumAge!: number;

  @Column('text', { array: true })
  groupIds!: string[];

  @Column('boolean')
  waitingList!: boolean;

  @Column('int')
  held!: number;

  @Column('int')
  waiting!: number;
}
