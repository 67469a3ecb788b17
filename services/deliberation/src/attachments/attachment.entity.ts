import { IdColumn, InstantColumn } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { Column, Entity } from 'typeorm';

export const attachmentKinds = ['photo', 'plan', 'scan'] as const;
export type AttachmentKind = (typeof attachmentKinds)[number];

export type AttachmentSubject = 'consultation' | 'finding' | 'round';

/** A file that belongs to something, or will within a day; its bytes lie in the storage under its id. */
@Entity('attachments')
export class Attachment {
  @IdColumn()
  id!: string;

  @Column('text')
  communityId!: string;

  @Column('text')
  kind!: AttachmentKind;

  @Column('text')
  contentType!: string;

  @Column('int')
  bytes!: number;

  @Column('text')
  sha256!: string;

  /** What it is called where it is shown with a title. */
  @Column('text', { nullable: true })
  title!: string | null;

  /** What it belongs to; null until it is named there. */
  @Column('text', { nullable: true })
  about!: AttachmentSubject | null;

  @Column('uuid', { nullable: true })
  aboutId!: string | null;

  @Column('text')
  uploadedBy!: string;

  @InstantColumn()
  uploadedAt!: Temporal.Instant;
}
