import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const consultationStates = ['open', 'closed'] as const;
export type ConsultationState = (typeof consultationStates)[number];

/** What is planned for when, `2026-12-05T14:00:00+08:00`. */
export interface Appointed {
  readonly at: string;
  readonly what: string;
}

/** A matter about which residents consult (协商), in up to five rounds. */
@Entity('consultations')
export class Consultation {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  state!: ConsultationState;

  @Column('text')
  title!: string;

  @Column('text')
  description!: string;

  /** What many had called about, if that led to it. */
  @Column('uuid', { nullable: true })
  commonProblemId!: string | null;

  /** Whoever leads through it. */
  @Column('text', { nullable: true })
  facilitatorId!: string | null;

  /** Where people meet about it. */
  @Column('text', { nullable: true })
  room!: string | null;

  /** When what is planned, as announced. */
  @Column('jsonb')
  timetable!: Appointed[];

  @Column('text')
  openedBy!: string;

  @InstantColumn()
  openedAt!: Temporal.Instant;
}

/** What was said at a meeting; what is published stays. */
@Entity('consultation_minutes')
export class ConsultationMinutes {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('uuid')
  consultationId!: string;

  @Column('date')
  metOn!: string;

  /** Somebody may be named in it against the rule. */
  @EncryptedColumn()
  text!: string;

  @Column('text')
  writtenBy!: string;

  @InstantColumn()
  writtenAt!: Temporal.Instant;
}
