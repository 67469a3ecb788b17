import { blindIndex, isUniqueViolation } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Household } from './household.entity.js';
import { householdProblems } from './households.problems.js';
import type { HouseholdDto } from './keep-households/keep-households.controller.js';

/** A household that is to be entered, and the accounts that are to act for it. */
export interface NewHousehold {
  readonly household: Omit<Household, 'version'>;
  readonly accountIds: readonly string[];
}

/** What is entered: homes by their keys, and by account the household for which it acts. */
export interface KnownHomes {
  readonly homes: Map<string, Pick<Household, 'id' | 'area' | 'ownerKeys'>>;
  readonly accounts: Map<string, string>;
}

/** With the keys by which its home and its owners are compared. */
export function newHousehold(
  { accountIds, ...home }: HouseholdDto,
  communityId: string,
  enteredAt: Temporal.Instant,
): NewHousehold {
  const { building, door } = home;
  const [estate, stairwell, tenure] = [home.estate ?? '', home.stairwell ?? null, home.tenure ?? 'owner'];
  const [area, owners] = [home.area ?? 0, home.owners ?? []];
  const homeKey = blindIndex(JSON.stringify([communityId, estate, building, stairwell, door, tenure]));
  const ownerKeys = owners.map((owner) => blindIndex(JSON.stringify([communityId, 'owner', owner]))).sort();
  const names = { estate, building, stairwell, door };
  return {
    household: { id: uuidv7(), communityId, ...names, homeKey, tenure, area, ownerKeys, enteredAt },
    accountIds,
  };
}

/** @throws household-tenant-owns */
export function ensureSound({ household: { tenure, area, ownerKeys } }: NewHousehold): void {
  if (tenure === 'tenant' && (area > 0 || ownerKeys.length > 0)) throw householdProblems.tenantOwns();
}

/**
 * The same home as it is entered already. One that is new is known from now on.
 * @throws household-tenant-owns
 * @throws household-entered-otherwise if it is there with another area, other owners or without one of the accounts
 * @throws household-account-taken
 */
export function knownOf(wish: NewHousehold, { homes, accounts }: KnownHomes): { id: string } | undefined {
  ensureSound(wish);
  const { household, accountIds } = wish;
  const before = homes.get(household.homeKey);
  if (before) {
    const same =
      before.area === household.area &&
      before.ownerKeys.join() === household.ownerKeys.join() &&
      accountIds.every((accountId) => accounts.get(accountId) === before.id);
    if (!same) throw householdProblems.enteredOtherwise();
    return before;
  }
  if (accountIds.some((accountId) => accounts.has(accountId))) throw householdProblems.accountTaken();
  homes.set(household.homeKey, household);
  for (const accountId of accountIds) accounts.set(accountId, household.id);
  return undefined;
}

/** What the database does not let in twice, as a refusal. */
export async function refusing<Entered>(entered: Promise<Entered>): Promise<Entered> {
  try {
    return await entered;
  } catch (cause) {
    if (isUniqueViolation(cause, 'households_home')) throw householdProblems.enteredAlready({}, { cause });
    if (isUniqueViolation(cause, 'household_accounts_pkey')) throw householdProblems.accountTaken({}, { cause });
    throw cause;
  }
}
