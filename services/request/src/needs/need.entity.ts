import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

/** Where a need stands in its life. */
export const needStates = [
  'draft',
  'published',
  'filled',
  'in-service',
  'completed',
  'closed',
  'cancelled',
  'expired',
] as const;
export type NeedState = (typeof needStates)[number];

/** How soon a need wants an answer. */
export const urgencies = ['normal', 'high', 'emergency'] as const;
export type NeedUrgency = (typeof urgencies)[number];

/** A need of a resident or of the community, with its places for volunteers. */
@Entity('needs')
export class Need {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: NeedState;

  @Column('uuid', { nullable: true })
  callId!: string | null;

  /** The account of the resident who called, who may follow the need and say whether it helped. */
  @Column('text', { nullable: true })
  callerId!: string | null;

  @Column('text')
  catalogueItemCode!: string;

  @Column('text')
  title!: string;

  @Column('text')
  description!: string;

  @Column('text')
  urgency!: NeedUrgency;

  @Column('int')
  places!: number;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  opensAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  closesAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  releaseUntil!: Temporal.Instant | null;

  @Column('text')
  locationName!: string;

  @Column('text')
  building!: string;

  @Column('text', { array: true })
  skills!: string[];

  @Column('int')
  minimumAge!: number;

  @Column('uuid', { array: true })
  groupIds!: string[];

  @Column('boolean')
  waitingList!: boolean;

  @Column('text')
  organiser!: string;

  @EncryptedColumn()
  personInCharge!: string;

  /** Door, telephone, what only those may know who come: staff and holders of a place. */
  @EncryptedColumn({ nullable: true })
  privateDetails!: string | null;

  /** When an answer is due, from the catalogue item's usual response time. */
  @InstantColumn()
  dueAt!: Temporal.Instant;

  @Column('int')
  publication!: number;

  @Column('int', { nullable: true })
  rating!: number | null;

  @EncryptedColumn({ nullable: true })
  feedbackText!: string | null;

  @Column('text')
  raisedBy!: string;

  @InstantColumn()
  raisedAt!: Temporal.Instant;

  @InstantColumn({ nullable: true })
  publishedAt!: Temporal.Instant | null;
}
