import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { keysetPage, shown, type Page, type PageQuery } from '@huying/http';
import { CommonProblem } from '../common-problem.entity.js';
import type { CommonProblemView } from './list-common-problems.controller.js';

@Injectable()
export class ListCommonProblemsHandler {
  constructor(private readonly db: Database) {}

  async handle(query: PageQuery, { communityId }: Caller): Promise<Page<CommonProblemView>> {
    const found = this.db.read
      .createQueryBuilder(CommonProblem, 'one')
      .where('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'foundAt', direction: 'DESC' }, query);
    return { items: items.map(commonProblemView), nextCursor };
  }
}

const commonProblemView = (one: CommonProblem): CommonProblemView => {
  const { id, catalogueItemCode, callers, consultationId } = one;
  const times = { firstCalledAt: shown(one.firstCalledAt), foundAt: shown(one.foundAt) };
  return { id, catalogueItemCode, callers, ...times, consultationId };
};
