import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';
import type { GoBetweenProposal } from '../matching/index.js';

export const invitationStates = ['proposed', 'accepted', 'declined', 'released'] as const;
export type InvitationState = (typeof invitationStates)[number];

/** A go-between is proposed to the sides of a case; comes only when all sides, and they themselves, agree (art. 20). */
@Entity('invitations')
export class Invitation {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('uuid')
  caseId!: string;

  @Column('uuid')
  goBetweenId!: string;

  /** The side whose hometown they share. */
  @Column('int')
  side!: number;

  @Column('text')
  state!: InvitationState;

  /** Sides that agree. */
  @Column('int', { array: true })
  agreedBy!: number[];

  @Column('boolean')
  goBetweenAgrees!: boolean;

  /** What speaks for them, and what ties are told to both sides before they answer. */
  @Column('jsonb')
  proposal!: GoBetweenProposal;

  @InstantColumn()
  proposedAt!: Temporal.Instant;
}
