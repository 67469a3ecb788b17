import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { CommunityTime, keysetPage, type Page } from '@huying/http';
import type { SelectQueryBuilder } from 'typeorm';
import { Booking } from '../venue.entity.js';
import { bookingView, type BookingView } from '../venue.view.js';
import type { ListBookingsQuery } from './list-bookings.controller.js';

@Injectable()
export class ListBookingsHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  async list(query: ListBookingsQuery, by: Caller): Promise<Page<BookingView>> {
    const { venueId, organizationId, seriesId, state, from, until } = query;
    const found = this.visible(by);
    if (venueId) found.andWhere('one.venueId = :venueId', { venueId });
    if (organizationId) found.andWhere('one.organizationId = :organizationId', { organizationId });
    if (seriesId) found.andWhere('one.seriesId = :seriesId', { seriesId });
    if (state) found.andWhere('one.state = :state', { state });
    if (from) found.andWhere('one.endsAt > :from', { from: from.toString() });
    if (until) found.andWhere('one.startsAt < :until', { until: until.toString() });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'startsAt', direction: 'ASC' }, query);
    return { items: items.map(bookingView), nextCursor };
  }

  async show(id: string, by: Caller): Promise<BookingView> {
    const booking = await this.visible(by).andWhere('one.id = :id', { id }).getOne();
    if (!booking) throw new RowNotFoundError('bookings');
    return bookingView(booking);
  }

  /** What a caller may see: staff all, others their own and their organisation's. */
  private visible(by: Caller): SelectQueryBuilder<Booking> {
    const found = this.db.read
      .createQueryBuilder(Booking, 'one')
      .where('one.communityId = :community', { community: by.communityId });
    if (isStaff(by)) return found;
    return found.andWhere(
      `(one.bookedBy = :own OR one.organizationId IN (
         SELECT id FROM organizations WHERE account_id = :own
         UNION ALL SELECT organization_id FROM offices WHERE person_id = :own AND :today BETWEEN from_on AND until_on))`,
      { own: by.personId, today: this.time.today() },
    );
  }
}
