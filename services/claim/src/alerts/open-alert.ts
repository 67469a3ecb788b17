import type { Caller } from '@huying/auth';
import type { EntityManager } from 'typeorm';
import { KnownNeed } from '../known/known-need.entity.js';
import { claimProblems } from '../places/refusals.js';
import { alertProblems } from './alerts.problems.js';

/** An alert of the caller's community that is not over. @throws need-unknown, alert-not-one, alert-over */
export async function findOpenAlert(manager: EntityManager, id: string, { communityId }: Caller): Promise<KnownNeed> {
  const need = await manager.findOneBy(KnownNeed, { id, pool: communityId });
  if (!need) throw claimProblems.needUnknown();
  if (need.terms.dispatch !== 'alert') throw alertProblems.notOne();
  const rows = await manager.query<unknown[]>(
    `SELECT FROM pool_needs WHERE id = $1 AND publication = $2 AND state = 'closed'`,
    [id, need.publication],
  );
  if (need.state !== 'open' || rows.length > 0) throw alertProblems.over();
  return need;
}
