import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime } from '@huying/http';
import { ensureTakesPart } from '../takes-part.js';
import { ensureVotable } from '../statement.js';
import { Statement, Talk } from '../statement.entity.js';
import { statementView, type StatementView } from '../statement.view.js';
import type { VoteOnStatementDto } from './vote-on-statement.controller.js';

@Injectable()
export class VoteOnStatementHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(id: string, { stance }: VoteOnStatementDto, by: Caller): Promise<StatementView> {
    const { communityId, personId } = by;
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const statement = await tx.get(Statement, { id, communityId });
      ensureVotable(statement, await tx.get(Talk, { id: statement.talkId }), now);
      await ensureTakesPart(tx, by);
      await tx.query(
        `INSERT INTO statement_votes (statement_id, person_id, stance, voted_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (statement_id, person_id) DO UPDATE SET stance = excluded.stance, voted_at = excluded.voted_at`,
        [id, personId, stance, now.toString()],
      );
      return statementView(statement, personId, stance);
    });
  }
}
