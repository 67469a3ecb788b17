import { decrypt, type Tx } from '@huying/database';
import type { Voter } from './cast.js';

/** What somebody read on a paper; there until the paper is counted. */
export interface PaperReading {
  readonly readBy: string;
  /** Ids of what is ticked, in the order of the round. */
  readonly choice: readonly string[];
  readonly scanId: string | null;
}

/** The readings of a voter's paper that are not settled yet: none, one, or two that differ. */
export async function readingsOf(tx: Tx, { id }: Voter): Promise<PaperReading[]> {
  const kept = await tx.query<{ readBy: string; choice: string; scanId: string | null }>(
    'SELECT read_by AS "readBy", choice, scan_id AS "scanId" FROM paper_readings WHERE voter_id = $1',
    [id],
  );
  return kept.map(({ choice, ...one }) => ({ ...one, choice: decrypt(choice).split(',') }));
}
