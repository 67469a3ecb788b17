import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { historyOf, type StepsView } from '@huying/http';

@Injectable()
export class ShowHistoryHandler {
  constructor(private readonly db: Database) {}

  handle(id: string, { communityId }: Caller): Promise<StepsView> {
    return historyOf(this.db, id, communityId);
  }
}
