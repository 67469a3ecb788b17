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

/** How the places of a need find their volunteers. */
export const dispatches = ['first-come', 'waves', 'draw', 'approval', 'alert'] as const;
export type NeedDispatch = (typeof dispatches)[number];

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

  /** 0: no limit, which only an alert may have. */
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

  /** Degrees, WGS 84; null: not told. Both or neither. */
  @Column('double precision', { nullable: true })
  latitude!: number | null;

  @Column('double precision', { nullable: true })
  longitude!: number | null;

  @Column('text', { array: true })
  skills!: string[];

  @Column('int')
  minimumAge!: number;

  @Column('text', { array: true })
  preferredSkills!: string[];

  @Column('text', { array: true })
  trainings!: string[];

  @Column('text', { array: true })
  hometowns!: string[];

  @Column('text', { array: true })
  dialects!: string[];

  @Column('uuid', { array: true })
  groupIds!: string[];

  @Column('boolean')
  waitingList!: boolean;

  @Column('text')
  dispatch!: NeedDispatch;

  /** Only for waves: when the groups may claim, and when everyone may. */
  @InstantColumn({ nullable: true })
  groupsAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  everyoneAt!: Temporal.Instant | null;

  @InstantColumn({ nullable: true })
  drawAt!: Temporal.Instant | null;

  @Column('int')
  offerMinutes!: number;

  @Column('int')
  restHours!: number;

  /** Empty: nothing is risky about it. */
  @Column('text')
  risk!: string;

  /** Shifts of one need and occurrences of a recurring one share a series. */
  @Column('uuid', { nullable: true })
  seriesId!: string | null;

  /** Places of the series that one volunteer may hold; 0: as many as do not clash. */
  @Column('int')
  seriesLimit!: number;

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

  /** How often this publication was moved. */
  @Column('int')
  revision!: number;

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

  /** When what is personal in it was blanked; see request-retention.ts. */
  @InstantColumn({ nullable: true })
  erasedAt?: Temporal.Instant | null;
}
