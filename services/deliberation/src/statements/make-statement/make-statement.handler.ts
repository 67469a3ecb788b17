import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isUniqueViolation } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { ensureTakesPart } from '../takes-part.js';
import { keyOfText, statementLife, submit } from '../statement.js';
import { Statement, Talk } from '../statement.entity.js';
import { statementView, type StatementView } from '../statement.view.js';
import { statementProblems } from '../statements.problems.js';
import type { MakeStatementDto } from './make-statement.controller.js';

@Injectable()
export class MakeStatementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  /** The lock on the talk lets nobody say more than they may by saying it all at once. */
  async handle({ talkId, text }: MakeStatementDto, by: Caller): Promise<StatementView> {
    const { communityId, personId } = by;
    const deed = { by: personId, now: this.time.now() };
    try {
      return await this.db.withTransaction(async (tx) => {
        const talk = await tx.lock(Talk, { id: talkId, communityId });
        await ensureTakesPart(tx, by);
        const already = await tx.manager.countBy(Statement, { talkId, authorId: personId });
        const statement = tx.create(Statement, {
          ...{ id: uuidv7(), communityId, state: 'submitted', talkId, text, textKey: keyOfText(talkId, text) },
          ...{ authorId: personId, rejection: null, submittedAt: deed.now },
        });
        await step(tx, statementLife, statement, submit(statement, { ...deed, talk, already }), deed);
        return statementView(statement, personId, null);
      });
    } catch (error) {
      if (!isUniqueViolation(error, 'statements_once')) throw error;
      throw statementProblems.saidAlready({}, { cause: error });
    }
  }
}
