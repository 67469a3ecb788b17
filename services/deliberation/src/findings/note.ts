import type { Tx } from '@huying/database';
import type { Deed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { attach } from '../attachments/attach.js';
import { FindingNote, type Finding, type NoteKind } from './finding.entity.js';

/** What is said with a deed. */
export interface Said {
  readonly text: string;
  readonly photoIds?: string[];
}

/** Keeps what was said of a finding, with the photos that show it. @throws attachment-unknown */
export async function note(
  tx: Tx,
  { id: findingId, communityId }: Pick<Finding, 'id' | 'communityId'>,
  { kind, text, photoIds = [], by, now }: Said & Deed & { kind: NoteKind },
): Promise<FindingNote> {
  await attach(tx, photoIds, { kind: 'photo', about: 'finding', aboutId: findingId, communityId, by });
  const values = { id: uuidv7(), findingId, kind, text, photoIds, writtenBy: by, writtenAt: now };
  return tx.save(tx.create(FindingNote, values));
}
