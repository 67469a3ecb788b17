import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { keysetPage, type Page } from '@huying/http';
import { Venue } from '../venue.entity.js';
import { venueView, type VenueView } from '../venue.view.js';
import type { ListVenuesQuery } from './list-venues.controller.js';

@Injectable()
export class ListVenuesHandler {
  constructor(private readonly db: Database) {}

  async list({ kind, ...page }: ListVenuesQuery, { communityId }: Caller): Promise<Page<VenueView>> {
    const found = this.db.read
      .createQueryBuilder(Venue, 'one')
      .where(`one.communityId = :communityId AND one.state = 'open'`, { communityId });
    if (kind) found.andWhere('one.kind = :kind', { kind });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'name', direction: 'ASC' }, page);
    return { items: items.map(venueView), nextCursor };
  }

  async show(id: string, { communityId }: Caller): Promise<VenueView> {
    const venue = await this.db.read.findOneBy(Venue, { id, communityId });
    if (!venue) throw new RowNotFoundError('venues');
    return venueView(venue);
  }
}
