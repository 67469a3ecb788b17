import type { Caller } from '@huying/auth';
import type { EntityManager } from 'typeorm';
import { HouseholdAccount } from './household.entity.js';

/** The household for which an account acts. @returns undefined for an account without one */
export async function householdOf(
  manager: EntityManager,
  { communityId, personId: accountId }: Caller,
): Promise<string | undefined> {
  const account = await manager.findOneBy(HouseholdAccount, { communityId, accountId });
  return account?.householdId;
}
