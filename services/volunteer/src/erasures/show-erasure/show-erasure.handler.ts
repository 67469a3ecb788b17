import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { erasureReport, type PersonErasureView } from '@huying/http';
import { erasureOf } from '../erased-volunteers.js';

@Injectable()
export class ShowErasureHandler {
  constructor(private readonly db: Database) {}

  async handle(id: string, by: Caller): Promise<PersonErasureView> {
    const { communityId, personId } = by;
    const { read } = this.db;
    // The report does not say whose it is; the account that was erased does.
    if (!isStaff(by) && (await erasureOf(read, communityId, personId)) !== id) {
      throw new RowNotFoundError('person_erasures');
    }
    return erasureReport(read, id, communityId);
  }
}
