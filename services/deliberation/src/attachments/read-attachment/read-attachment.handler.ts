import { Readable } from 'node:stream';
import { FileStorage } from '@flystorage/file-storage';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Attachment } from '../attachment.entity.js';
import { inStorage, pathOf } from '../storage.js';

@Injectable()
export class ReadAttachmentHandler {
  constructor(
    private readonly db: Database,
    private readonly storage: FileStorage,
  ) {}

  async handle(id: string, by: Caller): Promise<Pick<Attachment, 'contentType' | 'bytes'> & { content: Readable }> {
    const one = await this.db.read.findOneBy(Attachment, { id, communityId: by.communityId });
    if (!one || !mayRead(one, by)) throw new RowNotFoundError('attachments');
    return { contentType: one.contentType, bytes: one.bytes, content: await inStorage(this.storage.read(pathOf(one))) };
  }
}

function mayRead({ kind, about, uploadedBy }: Attachment, by: Caller): boolean {
  if (kind === 'scan') return isStaff(by);
  return about !== null || uploadedBy === by.personId;
}
