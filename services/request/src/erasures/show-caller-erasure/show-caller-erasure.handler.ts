import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { erasureReport, type PersonErasureView } from '@huying/http';

@Injectable()
export class ShowCallerErasureHandler {
  constructor(private readonly db: Database) {}

  /** @throws RowNotFoundError if the community has none of that id */
  handle(id: string, { communityId }: Caller): Promise<PersonErasureView> {
    return erasureReport(this.db.read, id, communityId);
  }
}
