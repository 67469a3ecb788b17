import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { ballotProblems } from '../ballots.problems.js';
import { castBallot, openToVote, type Receipt, type Voter } from '../cast.js';
import { withVoterByCode } from '../voter-by-code.js';
import type { BallotDto } from './cast-ballot.controller.js';

@Injectable()
export class CastBallotHandler {
  constructor(private readonly db: Database) {}

  handle({ roundId, choice, code }: BallotDto, by: Caller): Promise<Receipt> {
    if (code) {
      return withVoterByCode(this.db, { roundId, code, by, channel: 'app' }, (tx, round, voter) =>
        castBallot(tx, { round, voter, choice, channel: 'app' }),
      );
    }
    return this.db.withTransaction(async (tx) => {
      const round = await openToVote(tx, roundId, by.communityId);
      const voter = await voterOf(tx, roundId, by);
      if (!voter) throw ballotProblems.noVote();
      return castBallot(tx, { round, voter, choice, channel: 'app' });
    });
  }
}

/** The voter for whom an account acts: that of its household when the round opened. */
async function voterOf(tx: Tx, roundId: string, { communityId, personId }: Caller): Promise<Voter | undefined> {
  const [voter] = await tx.query<Voter>(
    `SELECT v.id, v.area, v.affected_by AS "affectedBy" FROM household_accounts a JOIN voter_households h ON h.household_id = a.household_id
       JOIN voters v ON v.id = h.voter_id WHERE a.community_id = $1 AND a.account_id = $2 AND h.round_id = $3`,
    [communityId, personId, roundId],
  );
  return voter;
}
