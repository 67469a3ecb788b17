import type { Tx } from '@huying/database';
import type { Deed } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { FindingNote, type NoteKind } from './finding.entity.js';

/** What is said with a deed. */
export interface Said {
  readonly text: string;
  readonly photoIds?: string[];
}

/** Keeps what was said of a finding. */
export function note(
  tx: Tx,
  findingId: string,
  { kind, text, photoIds = [], by, now }: Said & Deed & { kind: NoteKind },
): Promise<FindingNote> {
  const values = { id: uuidv7(), findingId, kind, text, photoIds, writtenBy: by, writtenAt: now };
  return tx.save(tx.create(FindingNote, values));
}
