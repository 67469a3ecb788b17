import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { In } from 'typeorm';
import { Statement, StatementVote } from '../statement.entity.js';
import { statementView, type StatementView } from '../statement.view.js';
import type { ListStatementsQuery } from './list-statements.controller.js';

@Injectable()
export class ListStatementsHandler {
  constructor(private readonly db: Database) {}

  async handle({ talkId, state, ...page }: ListStatementsQuery, by: Caller): Promise<Page<StatementView>> {
    const { communityId, personId, permissions } = by;
    const found = this.db.read
      .createQueryBuilder(Statement, 'one')
      .where('one.communityId = :communityId AND one.talkId = :talkId', { communityId, talkId });
    if (!permissions.has('statements:moderate')) {
      found.andWhere(`(one.state = 'shown' OR one.authorId = :personId)`, { personId });
    }
    if (state) found.andWhere('one.state = :state', { state });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'submittedAt', direction: 'ASC' }, page);
    const votes = await this.db.read.findBy(StatementVote, { personId, statementId: In(items.map(({ id }) => id)) });
    const stances = new Map(votes.map(({ statementId, stance }) => [statementId, stance]));
    return { items: items.map((one) => statementView(one, personId, stances.get(one.id) ?? null)), nextCursor };
  }
}
