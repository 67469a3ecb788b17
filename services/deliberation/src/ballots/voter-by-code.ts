import type { Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { ballotProblems } from './ballots.problems.js';
import type { Voter } from './cast.js';
import { codeHash, readCode } from './codes.js';

/** Wrong codes of one account in one round; 65 bits leave nobody a chance in so many. */
export const MOST_WRONG_CODES = 10;

/**
 * The voter whose paper has that code.
 * @returns undefined for a wrong one, which the caller counts outside this transaction
 * @throws ballot-mistyped-code, ballot-too-many-wrong-codes
 */
export async function voterByCode(
  tx: Tx,
  roundId: string,
  typed: string,
  { personId }: Caller,
): Promise<Voter | undefined> {
  if (!readCode(typed)) throw ballotProblems.mistypedCode();
  const [wrong] = await tx.query<{ tries: number }>(
    'SELECT tries FROM wrong_codes WHERE round_id = $1 AND account_id = $2',
    [roundId, personId],
  );
  if (wrong && wrong.tries >= MOST_WRONG_CODES) throw ballotProblems.tooManyWrongCodes({ most: MOST_WRONG_CODES });
  const [voter] = await tx.query<Voter>('SELECT id, area FROM voters WHERE round_id = $1 AND code_hash = $2', [
    roundId,
    codeHash(roundId, typed),
  ]);
  return voter;
}

/** Counts a wrong code; in a transaction of its own, since the refusal undoes the other. */
export async function countWrongCode(tx: Tx, roundId: string, { personId }: Caller): Promise<void> {
  await tx.query(
    `INSERT INTO wrong_codes (round_id, account_id, tries) VALUES ($1, $2, 1)
     ON CONFLICT (round_id, account_id) DO UPDATE SET tries = wrong_codes.tries + 1`,
    [roundId, personId],
  );
}
