import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { resultProblems } from '../../results/results.problems.js';
import { Round } from '../../rounds/round.entity.js';
import { Work } from '../../works/work.entity.js';
import { prioritiesOf } from '../priorities.js';
import type { PrioritiesView } from './show-priorities.controller.js';

const RULE =
  'By how many want it; where that is equal by the share of those whom it affects most (of all where it affects all alike); ' +
  'then by what it costs, as far as is known. What is still equal has the same rank.';

@Injectable()
export class ShowPrioritiesHandler {
  constructor(private readonly db: Database) {}

  async handle(roundId: string, { communityId }: Caller): Promise<PrioritiesView> {
    const round = await this.db.read.findOneBy(Round, { id: roundId, communityId });
    if (!round) throw new RowNotFoundError('rounds');
    if (!round.published) throw resultProblems.notYet({ until: round.closesAt.toString() });
    const works = await this.db.read.find(Work, { where: { decisionId: roundId, communityId }, order: { id: 'ASC' } });
    const needs = await this.db.read.query<{ needId: string; optionId: string }[]>(
      `SELECT need_id AS "needId", option_id AS "optionId" FROM volunteers_wanted WHERE round_id = $1 ORDER BY need_id`,
      [roundId],
    );
    const items = prioritiesOf(round).map(({ rank, tied, option, ballots, points, beats, affected }) => ({
      ...{ rank, tied, option, share: { ballots, voters: round.voters } },
      ...(points !== undefined && { points }),
      ...(beats !== undefined && { beats }),
      ...(affected && { affected }),
      works: works
        .filter(({ optionId }) => optionId === option.id)
        .map(({ id, title, state }) => ({ id, title, state })),
      needIds: needs.filter(({ optionId }) => optionId === option.id).map(({ needId }) => needId),
    }));
    return { rule: RULE, items };
  }
}
