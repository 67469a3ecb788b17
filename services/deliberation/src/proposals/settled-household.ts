import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { householdOf } from '../electorate/household-of.js';
import { Household } from '../electorate/household.entity.js';
import { ensureSettled } from './proposal.js';

/**
 * The household for which an account proposes and supports, known for so many days. The lock on it lets nobody do more than they may
 * by doing it all at once.
 * @throws proposal-no-household, proposal-household-too-fresh
 */
export async function settledHousehold(tx: Tx, by: Caller, days: number, now: Temporal.Instant): Promise<string> {
  const id = await householdOf(tx.manager, by);
  const household = id ? await tx.lock(Household, { id }) : undefined;
  ensureSettled(household?.enteredAt, days, now);
  return id ?? '';
}
