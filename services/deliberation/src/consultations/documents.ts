import type { Database } from '@huying/database';
import { Attachment } from '../attachments/attachment.entity.js';
import { attachmentView, type AttachmentView } from '../attachments/attachment.view.js';

/** The photos and plans of a consultation, the first one first. */
export async function documentsOf(
  read: Database['read'],
  aboutId: string,
  communityId: string,
): Promise<AttachmentView[]> {
  const found = await read.find(Attachment, {
    where: { about: 'consultation', aboutId, communityId },
    order: { uploadedAt: 'ASC', id: 'ASC' },
  });
  return found.map(attachmentView);
}
