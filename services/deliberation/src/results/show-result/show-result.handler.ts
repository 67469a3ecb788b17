import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Round } from '../../rounds/round.entity.js';
import type { PublishedBallot } from '../published.js';
import { resultProblems } from '../results.problems.js';
import type { PublishedView } from './show-result.controller.js';

@Injectable()
export class ShowResultHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, { communityId }: Caller): Promise<PublishedView> {
    const round = await this.db.read.findOneBy(Round, { id, communityId });
    if (!round) throw new RowNotFoundError('rounds');
    if (!round.published) throw resultProblems.notYet({ until: round.closesAt.toString() });
    const ballots = await this.db.read.query<PublishedBallot[]>(
      `SELECT id, choice, commitment, area_commitment AS "areaCommitment",
         affected_commitment AS "affectedCommitment" FROM counted WHERE round_id = $1 ORDER BY id`,
      [id],
    );
    const [took] = await this.db.read.query<{ app: number; paper: number }[]>(
      `SELECT count(*) FILTER (WHERE channel = 'app')::int AS app, count(*) FILTER (WHERE channel = 'paper')::int AS paper
       FROM roll WHERE round_id = $1`,
      [id],
    );
    const { question, rule, method, quorumPercent, options, mostTicks, voters, area } = round;
    return {
      ...{ roundId: id, question, rule, method, quorumPercent, options, mostTicks, voters, area },
      ...{ took: took ?? { app: 0, paper: 0 }, ballots, result: round.published },
    };
  }
}
