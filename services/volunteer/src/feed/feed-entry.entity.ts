import { InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What the feed tells of. Those about a place or the waiting list are for one person, the others for whom a need was published to. */
export const feedEntryTypes = [
  'need-published',
  'need-filled',
  'need-unfilled',
  'need-cancelled',
  'place-held',
  'place-released',
  'waiting',
  'waiting-ended',
] as const;
export type FeedEntryType = (typeof feedEntryTypes)[number];

/** What an entry says besides its need; which of it there is depends on the type. */
export interface FeedDetails {
  readonly claimId?: string;
  readonly place?: number;
  /** In the waiting list, at the moment of joining. */
  readonly position?: number;
  readonly fromWaitingList?: boolean;
  readonly reason?: string;
}

/** One entry of the feed. Ids grow in the order of the commits: whoever has seen one has seen all before it. */
@Entity('feed_entries')
export class FeedEntry {
  @PrimaryColumn('bigint')
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  type!: FeedEntryType;

  @Column('uuid')
  needId!: string;

  /** Null: not for one person. */
  @Column('text', { nullable: true })
  volunteerId!: string | null;

  /** Empty: not for the members of some groups. */
  @Column('uuid', { array: true })
  groupIds!: string[];

  @Column('jsonb')
  details!: FeedDetails;

  @InstantColumn()
  createdAt!: Temporal.Instant;
}
