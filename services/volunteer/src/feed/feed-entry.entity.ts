import { InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * What the feed tells of. What is about somebody's claim, or about what they have promised, is for them; the rest for whom a need was
 * published to.
 */
export const feedEntryTypes = [
  'need-published',
  'need-filled',
  'need-unfilled',
  'need-cancelled',
  'need-moved',
  'wave-reached',
  'alert-stood-down',
  'place-held',
  'place-released',
  'place-offered',
  'offer-ended',
  'place-confirmed',
  'place-handed-over',
  'waiting',
  'waiting-ended',
  'draw-held',
  'sighting-reported',
  'attendance-missed',
  'upkeep-due',
  'milestone-overdue',
  'former-pupil-invited',
] as const;
export type FeedEntryType = (typeof feedEntryTypes)[number];

/** What an entry says besides its need, if it is of one; which of it there is depends on the type. */
export interface FeedDetails {
  readonly claimId?: string;
  readonly place?: number;
  /** In the waiting list at the moment of joining, or in the order that was drawn. */
  readonly position?: number;
  readonly fromWaitingList?: boolean;
  readonly reason?: string;
  /** Until when an offer stands, or somebody is asked; RFC 3339. */
  readonly until?: string;
  /** Where an offered place comes from. */
  readonly source?: string;
  /** Everyone is asked to come at once. */
  readonly urgent?: boolean;
  /** Who may claim now: the groups, or everyone. */
  readonly wave?: 'skilled' | 'groups' | 'everyone';
  /** How an alert ended. */
  readonly outcome?: string;
  readonly sightingId?: string;
  /** A missed service that blocks from claiming until staff lift it. */
  readonly blocked?: boolean;
  /** Of a pledged thing whose upkeep comes round. */
  readonly pledgeId?: string;
  /** Whose milestone it is. */
  readonly organizationId?: string;
  readonly milestoneId?: string;
  /** The day on which an upkeep or a milestone is due, `YYYY-MM-DD`. */
  readonly dueOn?: string;
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

  /** Null: it is of no need. */
  @Column('uuid', { nullable: true })
  needId!: string | null;

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
