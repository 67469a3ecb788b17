import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { DisputeKind } from '../kinds/kinds.js';
import type { Advice } from './decide-advice.js';
import type { Finding, Sureness } from './decide-warning.js';
import type { CommunityWatch, GroupWatch } from './decide-watch.js';

export const warningStates = ['suspected', 'confirmed', 'dismissed'] as const;
export type WarningState = (typeof warningStates)[number];

/** Complaints that come together: a group dispute may be forming. */
@Entity('warnings')
export class GroupWarning {
  /** That of the complaint at which it was raised. */
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: WarningState;

  @Column('text')
  kind!: DisputeKind;

  /** The employer or the premises that they have in common. */
  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  /** The hometown that they have in common: a prefecture, or a province, of GB/T 2260. */
  @Column('text', { nullable: true })
  hometown!: string | null;

  @Column('text')
  sureness!: Sureness;

  /** What was seen, in the window in which it is most surprising. */
  @Column('jsonb')
  finding!: Finding;

  @Column('text', { array: true })
  complaintIds!: string[];

  /** Who is concerned: accounts; of whom nobody knows, the complaint's id. */
  @Column('text', { array: true })
  voices!: string[];

  @Column('text', { array: true })
  advice!: Advice[];

  @InstantColumn()
  firstAt!: Temporal.Instant;

  @InstantColumn()
  lastAt!: Temporal.Instant;

  @Column('text', { nullable: true })
  decidedBy!: string | null;

  @EncryptedColumn({ nullable: true })
  decisionReason!: string | null;
}

/** A call that may turn out to be a complaint: what it is about and who called, not what was said. */
@Entity('heard_calls')
export class HeardCall {
  @PrimaryColumn('uuid')
  callId!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid', { nullable: true })
  subjectId!: string | null;

  @Column('text', { nullable: true })
  voice!: string | null;

  @InstantColumn()
  receivedAt!: Temporal.Instant;
}

/** What the early warning remembers of a community. */
@Entity('community_watches')
export class CommunityWatchRow {
  @PrimaryColumn('text')
  communityId!: string;

  @Column('jsonb', { nullable: true })
  watch!: CommunityWatch | null;
}

/** What it remembers of complaints that have something in common. */
@Entity('group_watches')
export class GroupWatchRow {
  @PrimaryColumn('text')
  communityId!: string;

  /** `employer:<id>/wages` */
  @PrimaryColumn('text')
  key!: string;

  @Column('jsonb')
  watch!: GroupWatch;
}
