import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { reject, show, statementLife } from '../statement.js';
import { Statement } from '../statement.entity.js';
import { statementView, type StatementView } from '../statement.view.js';
import { statementProblems } from '../statements.problems.js';
import type { ModerateStatementDto } from './moderate-statement.controller.js';

@Injectable()
export class ModerateStatementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(
    id: string,
    { shown, reason }: ModerateStatementDto,
    { communityId, personId: by }: Caller,
  ): Promise<StatementView> {
    const deed = { by, now: this.time.now(), reason: reason ?? '' };
    if (shown !== (deed.reason === '')) throw statementProblems.reasonWanted();
    return this.db.withTransaction(async (tx) => {
      const statement = await tx.lock(Statement, { id, communityId });
      const moderated = shown ? show(statement, deed) : reject(statement, deed);
      statement.rejection = shown ? null : deed.reason;
      await step(tx, statementLife, statement, moderated, { by, now: deed.now });
      return statementView(statement, by, null);
    });
  }
}
