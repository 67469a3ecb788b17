import type { Tx } from '@huying/database';
import type { AttachmentKind, AttachmentSubject } from './attachment.entity.js';
import { attachmentProblems } from './attachments.problems.js';

interface Attaching {
  readonly kind: AttachmentKind;
  readonly about: AttachmentSubject;
  readonly aboutId: string;
  readonly communityId: string;
  readonly by: string;
  readonly title?: string;
}

/**
 * Gives uploaded files to what they belong to. Only who uploaded a file names it, and only once.
 * @throws attachment-unknown
 */
export async function attach(
  tx: Tx,
  ids: readonly string[],
  { kind, about, aboutId, communityId, by, title }: Attaching,
): Promise<void> {
  if (ids.length === 0) return;
  const attached = await tx.query(
    `WITH given AS (
       UPDATE attachments SET about = $5, about_id = $6, title = $7
       WHERE id = ANY ($1) AND community_id = $2 AND kind = $3 AND uploaded_by = $4 AND about IS NULL RETURNING 1
     ) SELECT 1 FROM given`,
    [ids, communityId, kind, by, about, aboutId, title ?? null],
  );
  if (attached.length < ids.length) throw attachmentProblems.unknown({ kind });
}
