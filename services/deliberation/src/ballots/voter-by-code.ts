import type { Caller } from '@huying/auth';
import type { Database, Tx } from '@huying/database';
import type { Round } from '../rounds/round.entity.js';
import { ballotProblems } from './ballots.problems.js';
import { openToVote, type Voter } from './cast.js';
import { codeHash, readCode } from './codes.js';

/** Wrong codes of one account in one round; 65 bits leave nobody a chance in so many. */
export const MOST_WRONG_CODES = 10;

/** Wrong codes of all accounts in one round. Then codes are not taken in the app any more, only papers by staff. */
export const MOST_WRONG_CODES_OF_ALL = 1_000;

/** A code that somebody typed, and where: on their own device, or as staff from the paper. */
export interface TypedCode {
  readonly roundId: string;
  readonly code: string;
  readonly by: Caller;
  readonly channel: 'app' | 'paper';
}

/**
 * Does `work` for the voter whose paper has that code. A wrong code is counted and then refused.
 * @throws ballot-late, ballot-mistyped-code, ballot-wrong-code, ballot-too-many-wrong-codes; in the app ballot-codes-stopped
 */
export async function withVoterByCode<Result>(
  db: Database,
  typed: TypedCode,
  work: (tx: Tx, round: Round, voter: Voter) => Promise<Result>,
): Promise<Result> {
  const done = await db.withTransaction(async (tx) => {
    const round = await openToVote(tx, typed.roundId, typed.by.communityId);
    const voter = await voterByCode(tx, typed);
    return voter && { result: await work(tx, round, voter) };
  });
  // Once the count is committed.
  if (!done) throw ballotProblems.wrongCode();
  return done.result;
}

async function voterByCode(tx: Tx, typed: TypedCode): Promise<Voter | undefined> {
  const { roundId, code, by } = typed;
  if (!readCode(code)) throw ballotProblems.mistypedCode();
  // One code of an account after the other, up to the commit: those that are sent together are counted one by one.
  await tx.oneAtATime(`wrong code ${roundId} ${by.personId}`);
  await ensureMayTry(tx, typed);
  const [voter] = await tx.query<Voter>(
    `SELECT id, area, affected_by AS "affectedBy" FROM voters WHERE round_id = $1 AND code_hash = $2`,
    [roundId, codeHash(roundId, code)],
  );
  if (voter) return voter;
  await tx.oneAtATime(`wrong code ${roundId}`);
  await ensureMayTry(tx, typed);
  await tx.query(
    `INSERT INTO wrong_codes (round_id, account_id, tries) VALUES ($1, $2, 1)
     ON CONFLICT (round_id, account_id) DO UPDATE SET tries = wrong_codes.tries + 1`,
    [roundId, by.personId],
  );
  return undefined;
}

async function ensureMayTry(tx: Tx, { roundId, by, channel }: TypedCode): Promise<void> {
  const [wrong] = await tx.query<{ own: number; all: number }>(
    `SELECT coalesce(sum(tries) FILTER (WHERE account_id = $2), 0)::int AS own, coalesce(sum(tries), 0)::int AS all
     FROM wrong_codes WHERE round_id = $1`,
    [roundId, by.personId],
  );
  const { own = 0, all = 0 } = wrong ?? {};
  if (own >= MOST_WRONG_CODES) throw ballotProblems.tooManyWrongCodes({ most: MOST_WRONG_CODES });
  if (channel === 'app' && all >= MOST_WRONG_CODES_OF_ALL) throw ballotProblems.codesStopped();
}
