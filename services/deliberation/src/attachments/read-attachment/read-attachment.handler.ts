import { Readable } from 'node:stream';
import { FileStorage } from '@flystorage/file-storage';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Attachment } from '../attachment.entity.js';
import { inStorage, pathOf } from '../storage.js';

/** A file that may be read, with what is known of it. */
export interface ReadableAttachment extends Pick<Attachment, 'kind' | 'contentType' | 'bytes'> {
  readonly content: Readable;
}

@Injectable()
export class ReadAttachmentHandler {
  constructor(
    private readonly db: Database,
    private readonly storage: FileStorage,
  ) {}

  async handle(id: string, by: Caller): Promise<ReadableAttachment> {
    const one = await this.db.read.findOneBy(Attachment, { id, communityId: by.communityId });
    if (!one || !mayRead(one, by)) throw new RowNotFoundError('attachments');
    const { kind, contentType, bytes } = one;
    return { kind, contentType, bytes, content: await inStorage(this.storage.read(pathOf(one))) };
  }
}

function mayRead({ kind, about, uploadedBy }: Attachment, by: Caller): boolean {
  if (kind === 'scan') return isStaff(by);
  return about !== null || uploadedBy === by.personId;
}
