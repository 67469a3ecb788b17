import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { keysetPage, type Page, type PageQuery } from '@huying/http';
import { Claim } from '../../claim.entity.js';
import { Sighting } from '../sighting.entity.js';
import { sightingView, type SightingView } from '../sighting.view.js';

@Injectable()
export class ListSightingsHandler {
  constructor(private readonly database: Database) {}

  async handle(needId: string, query: PageQuery, by: Caller): Promise<Page<SightingView>> {
    const { personId: volunteerId, communityId: pool } = by;
    if (!isStaff(by)) {
      const answers = await this.database.read.countBy(Claim, { needId, volunteerId, state: 'held' });
      if (answers === 0) throw new ForbiddenError('not-yours');
    }
    const sightings = this.database.read
      .createQueryBuilder(Sighting, 'sighting')
      .where('sighting.pool = :pool AND sighting.needId = :needId', { pool, needId });
    const page = await keysetPage(sightings, 'sighting', { by: 'seenAt', direction: 'DESC' }, query);
    return { ...page, items: page.items.map(sightingView) };
  }
}
