import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { householdOf } from '../electorate/household-of.js';
import { statementProblems } from './statements.problems.js';

/** Accounts are cheap, households are not. @throws statement-no-household */
export async function ensureTakesPart(tx: Tx, by: Caller): Promise<void> {
  if (!(await householdOf(tx.manager, by))) throw statementProblems.noHousehold();
}
