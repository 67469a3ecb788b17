import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { attach } from '../../attachments/attach.js';
import { Attachment } from '../../attachments/attachment.entity.js';
import { attachmentView, type AttachmentView } from '../../attachments/attachment.view.js';
import { Consultation } from '../consultation.entity.js';
import { consultationProblems } from '../consultations.problems.js';
import { documentsOf } from '../documents.js';
import type { DocumentDto, DocumentsView } from './attach-document.controller.js';

/** As many as a page can show. */
const MOST_DOCUMENTS = 50;

@Injectable()
export class AttachDocumentHandler {
  constructor(private readonly db: Database) {}

  async list(aboutId: string, { communityId }: Caller): Promise<DocumentsView> {
    return { items: await documentsOf(this.db.read, aboutId, communityId) };
  }

  attach(
    aboutId: string,
    { attachmentId: id, kind, title }: DocumentDto,
    { communityId, personId: by }: Caller,
  ): Promise<AttachmentView> {
    return this.db.withTransaction(async (tx) => {
      const { state } = await tx.lock(Consultation, { id: aboutId, communityId });
      if (state !== 'open') throw consultationProblems.wrongState({ state });
      const shownAlready = await tx.manager.countBy(Attachment, { about: 'consultation', aboutId });
      if (shownAlready >= MOST_DOCUMENTS) throw consultationProblems.tooManyDocuments({ most: MOST_DOCUMENTS });
      await attach(tx, [id], { kind, about: 'consultation', aboutId, communityId, by, title });
      return attachmentView(await tx.get(Attachment, { id }));
    });
  }
}
