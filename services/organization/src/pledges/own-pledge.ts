import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { Pledge } from './pledge.entity.js';

/** A pledge is for its giver and staff. @throws ForbiddenError `not-yours` */
export function ensureOwn({ giverId }: Pledge, by: Caller): void {
  if (giverId !== by.personId && !isStaff(by)) throw new ForbiddenError('not-yours');
}

export async function lockOwnPledge(tx: Tx, id: string, by: Caller): Promise<Pledge> {
  const pledge = await tx.lock(Pledge, { id, communityId: by.communityId });
  ensureOwn(pledge, by);
  return pledge;
}
