import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';
import { encryptedJson } from '../kinds/encrypted-json.js';

export const sessionStates = ['arranged', 'held', 'called-off'] as const;
export type SessionState = (typeof sessionStates)[number];

export const roomStates = ['none', 'requested', 'booked', 'refused', 'lost'] as const;
/** What became of the room: asked for by event, so a session may have none for a moment, or for good. */
export type RoomState = (typeof roomStates)[number];

export const outcomes = ['adjourned', 'agreed', 'impasse'] as const;
export type Outcome = (typeof outcomes)[number];

export const callOffReasons = ['party-cannot', 'mediator-cannot', 'no-room', 'case-over', 'other'] as const;
export type CallOffReason = (typeof callOffReasons)[number];

/** The parties meet. What was said is encrypted. */
@Entity('sessions')
export class MediationSession {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('uuid')
  caseId!: string;

  @Column('text')
  state!: SessionState;

  /** From 1 on in each case. */
  @Column('int')
  number!: number;

  @InstantColumn()
  startsAt!: Temporal.Instant;

  @InstantColumn()
  endsAt!: Temporal.Instant;

  /** The venue that is booked; null: they meet at `place`. */
  @Column('uuid', { nullable: true })
  venueId!: string | null;

  @EncryptedColumn({ nullable: true })
  place!: string | null;

  @Column('uuid', { nullable: true })
  bookingId!: string | null;

  @Column('text')
  room!: RoomState;

  /** The code with which the room was refused. */
  @Column('text', { nullable: true })
  roomRefusal!: string | null;

  /** The language or dialect that is interpreted, and by which account. */
  @Column('text', { nullable: true })
  interpretedFrom!: string | null;

  @Column('text', { nullable: true })
  interpreterId!: string | null;

  /** Parties who came. */
  @Column('uuid', { array: true })
  present!: string[];

  @EncryptedColumn({ nullable: true })
  minutes!: string | null;

  @Column('text', { nullable: true })
  outcome!: Outcome | null;
}

/** What a side put forward, with its number. */
export interface ProposalContent {
  /** Fen; null: it is not about money. */
  readonly amountFen: number | null;
  readonly terms: string;
}

/** A proposal of a side in a session: what it claims, admits or offers. */
@Entity('session_proposals')
export class SessionProposal {
  @IdColumn()
  id!: string;

  @Column('uuid')
  sessionId!: string;

  @Column('uuid')
  caseId!: string;

  @Column('int')
  side!: number;

  /** In the order in which they were made, over all sessions of the case. */
  @Column('int')
  position!: number;

  @Column({ type: 'text', transformer: encryptedJson<ProposalContent>() })
  content!: ProposalContent;
}
