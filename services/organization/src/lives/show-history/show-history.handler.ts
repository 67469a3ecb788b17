import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import type { StepsView, StepView } from './show-history.controller.js';

@Injectable()
export class ShowHistoryHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, { communityId }: Caller): Promise<StepsView> {
    const items = await this.db.read.query<StepView[]>(
      `SELECT event, from_state AS "from", to_state AS "to", changed_by AS "by", reason, changed_at AS "at"
       FROM history WHERE aggregate_id = $1 AND community_id = $2 ORDER BY position`,
      [id, communityId],
    );
    if (items.length === 0) throw new RowNotFoundError('history');
    return { items };
  }
}
