import { EncryptedColumn, IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, VersionColumn } from 'typeorm';

/** How a call reached the community. */
export const channels = ['hotline', 'walk-in', 'grid-worker', 'app', 'partner'] as const;
export type CallChannel = (typeof channels)[number];

/** One catalogue item that a call may be about; the confidence is from 0 to 1. */
export interface CandidateItem {
  readonly code: string;
  readonly confidence: number;
}

/** A resident's call, on whatever channel. Who called is encrypted; the telephone can be looked up by its blind index. */
@Entity('calls')
export class Call {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @VersionColumn()
  version!: number;

  @Column('text')
  channel!: CallChannel;

  @EncryptedColumn()
  text!: string;

  @EncryptedColumn({ nullable: true })
  callerName!: string | null;

  @EncryptedColumn({ nullable: true })
  callerPhone!: string | null;

  @Column('text', { nullable: true })
  callerPhoneIndex!: string | null;

  /** The caller's account, when there is one. */
  @Column('text', { nullable: true })
  callerId!: string | null;

  /** Best first. */
  @Column('jsonb')
  candidates!: CandidateItem[];

  /** The item that the call is about: accepted by the classifier, or chosen by staff; null until then. */
  @Column('text', { nullable: true })
  acceptedCode!: string | null;

  /** `classifier`, or the person who chose. */
  @Column('text', { nullable: true })
  acceptedBy!: string | null;

  @Column('uuid', { nullable: true })
  needId!: string | null;

  @Column('text')
  receivedBy!: string;

  @InstantColumn()
  receivedAt!: Temporal.Instant;
}
