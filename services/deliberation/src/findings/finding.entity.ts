import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const findingStates = ['open', 'answered', 'rectified', 'reopened', 'closed'] as const;
export type FindingState = (typeof findingStates)[number];

export const severities = ['minor', 'serious', 'dangerous'] as const;
export type Severity = (typeof severities)[number];

/** A fault that a supervisor has found in works (挑刺). */
@Entity('findings')
export class Finding {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: FindingState;

  @Column('uuid')
  workId!: string;

  /** 1 is the first stage of the work. */
  @Column('int')
  stage!: number;

  @Column('text')
  severity!: Severity;

  /** Null: outside. */
  @Column('text', { nullable: true })
  building!: string | null;

  /** By the end of this day it is to be rectified, `YYYY-MM-DD`. */
  @Column('date')
  dueOn!: string;

  /** The due day of which staff were told that it has passed. */
  @Column('date', { nullable: true })
  escalatedFor!: string | null;

  @Column('text')
  raisedBy!: string;

  /** Who reopened it last: like whoever raised it, they do not check it next. */
  @Column('text', { nullable: true })
  reopenedBy!: string | null;

  /** Who said last that it is rectified. */
  @Column('text', { nullable: true })
  rectifiedBy!: string | null;

  @Column('int')
  reopenedTimes!: number;

  @InstantColumn()
  raisedAt!: Temporal.Instant;

  /** When it was last said to be rectified. */
  @InstantColumn({ nullable: true })
  rectifiedAt!: Temporal.Instant | null;
}

export const noteKinds = ['raised', 'answered', 'rectified', 'reopened', 'closed'] as const;
export type NoteKind = (typeof noteKinds)[number];

/** What was said of a finding, and shown in photos; none is ever changed. */
@Entity('finding_notes')
export class FindingNote {
  @IdColumn()
  id!: string;

  @Column('uuid')
  findingId!: string;

  @Column('text')
  kind!: NoteKind;

  /** Words of residents: somebody may be named in them. */
  @EncryptedColumn()
  text!: string;

  @Column('uuid', { array: true })
  photoIds!: string[];

  @Column('text')
  writtenBy!: string;

  @InstantColumn()
  writtenAt!: Temporal.Instant;
}
