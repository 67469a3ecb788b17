import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import type { EntityManager } from 'typeorm';
import { Partner } from './partner.entity.js';

/** The partner that the caller acts for; undefined: none. */
export async function ownPartner(
  manager: EntityManager,
  { personId, communityId }: Caller,
): Promise<Partner | undefined> {
  return (await manager.findOneBy(Partner, { accountId: personId, communityId, state: 'joined' })) ?? undefined;
}

/** @throws ForbiddenError `not-yours` unless the caller acts for that partner; staff act for all */
export async function ensureOwn(manager: EntityManager, by: Caller, partnerId: string): Promise<void> {
  if (isStaff(by)) return;
  const own = await ownPartner(manager, by);
  if (own?.id !== partnerId) throw new ForbiddenError('not-yours');
}
