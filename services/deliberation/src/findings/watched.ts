import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { Work } from '../works/work.entity.js';
import { Finding } from './finding.entity.js';

/** A finding with its works, both locked: the works first, so that they are not completed meanwhile. */
export async function lockWatched(
  tx: Tx,
  id: string,
  { communityId }: Caller,
): Promise<{ work: Work; finding: Finding }> {
  const { workId } = await tx.get(Finding, { id, communityId });
  const work = await tx.lock(Work, { id: workId });
  return { work, finding: await tx.lock(Finding, { id }) };
}

/** Whether somebody sits in the team of works on a day. */
export async function sitsInTeam(tx: Tx, workId: string, personId: string, day: string): Promise<boolean> {
  const seats = await tx.query(
    `SELECT 1 FROM supervisors WHERE work_id = $1 AND person_id = $2 AND left_at IS NULL AND $3::date BETWEEN from_on AND until_on`,
    [workId, personId, day],
  );
  return seats.length > 0;
}
