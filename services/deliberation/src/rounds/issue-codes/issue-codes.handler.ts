import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { giveCodes } from '../give-codes.js';
import { Round } from '../round.entity.js';
import { roundProblems } from '../rounds.problems.js';
import type { CodesDto, CodesView } from './issue-codes.controller.js';

@Injectable()
export class IssueCodesHandler {
  constructor(private readonly db: Database) {}

  handle(roundId: string, { householdIds }: CodesDto, { communityId }: Caller): Promise<CodesView> {
    return this.db.withTransaction(async (tx) => {
      const round = await tx.get(Round, { id: roundId, communityId });
      if (round.state !== 'open') throw roundProblems.wrongState({ state: round.state });
      const voters = await tx.query<{ id: string; householdIds: string[] }>(
        `SELECT voter_id AS id, array_agg(household_id ORDER BY household_id) AS "householdIds" FROM voter_households
         WHERE round_id = $1 AND household_id = ANY ($2::uuid[]) GROUP BY voter_id ORDER BY voter_id`,
        [roundId, householdIds],
      );
      const known = voters.flatMap((voter) => voter.householdIds);
      if (known.length < householdIds.length) throw roundProblems.unknownVoter();
      const issued = await giveCodes(tx, roundId, voters);
      return { items: issued.map(({ householdIds: homes, code }) => ({ householdIds: homes, code })) };
    });
  }
}
