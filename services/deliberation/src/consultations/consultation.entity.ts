import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

export const consultationStates = ['open', 'closed'] as const;
export type ConsultationState = (typeof consultationStates)[number];

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

  @Column('text')
  openedBy!: string;

  @InstantColumn()
  openedAt!: Temporal.Instant;
}
