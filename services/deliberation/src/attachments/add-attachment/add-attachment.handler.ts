import { createHash } from 'node:crypto';
import { FileStorage } from '@flystorage/file-storage';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { Attachment, type AttachmentKind } from '../attachment.entity.js';
import { attachmentView, type AttachmentView } from '../attachment.view.js';
import { kinds, readWithin, typeOf } from '../kinds.js';
import { inStorage, pathOf } from '../storage.js';

interface Upload {
  readonly kind: AttachmentKind;
  /** The content type that the sender states. */
  readonly stated: string;
  readonly body: AsyncIterable<Buffer>;
}

@Injectable()
export class AddAttachmentHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly storage: FileStorage,
  ) {}

  async handle({ kind, stated, body }: Upload, { communityId, personId }: Caller): Promise<AttachmentView> {
    const content = await readWithin(body, kinds[kind].mostBytes);
    const contentType = await typeOf(kind, stated, content);
    // The row first: bytes that nobody knows of would stay for ever.
    const one = await this.db.withTransaction((tx) =>
      tx.save(
        tx.create(Attachment, {
          ...{ id: uuidv7(), communityId, kind, contentType, bytes: content.length, title: null },
          ...{ about: null, aboutId: null, uploadedBy: personId, uploadedAt: this.clock.now() },
          sha256: createHash('sha256').update(content).digest('hex'),
        }),
      ),
    );
    await inStorage(this.storage.write(pathOf(one), content, { mimeType: contentType }));
    return attachmentView(one);
  }
}
