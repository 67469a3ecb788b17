import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, Problem } from '@huying/http';
import { proposalProblems } from './proposals.problems.js';

const { noHousehold, householdTooFresh, tooMany } = proposalProblems;
const counted = [noHousehold, householdTooFresh, tooMany].map(({ type }) => type.code);

/** Counts who is refused, for staff to see: whoever stuffs proposals with fresh accounts is noticed. */
@Injectable()
export class Refusals {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  /** What was attempted, done or refused. The count is committed before the refusal is answered. */
  async counting<Done>({ communityId, personId }: Caller, attempt: Promise<Done>): Promise<Done> {
    try {
      return await attempt;
    } catch (error) {
      if (error instanceof Problem && counted.includes(error.code)) {
        await this.db.withTransaction((tx) =>
          tx.query(
            `INSERT INTO proposal_refusals AS r (community_id, account_id, code, times, last_at) VALUES ($1, $2, $3, 1, $4)
             ON CONFLICT (community_id, account_id, code) DO UPDATE SET times = r.times + 1, last_at = excluded.last_at`,
            [communityId, personId, error.code, this.time.now().toString()],
          ),
        );
      }
      throw error;
    }
  }
}
