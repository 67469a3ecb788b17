import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Clock } from '@huying/http';
import ical, { ICalEventStatus } from 'ical-generator';
import { Booking, Venue } from '../venue.entity.js';

/** Calendar apps keep what they have read: yesterday's bookings matter no more. */
const DAYS_BACK = 1;

@Injectable()
export class VenueCalendarHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async handle(id: string, { communityId }: Pick<Caller, 'communityId'>): Promise<string> {
    const { read } = this.db;
    const venue = await read.findOneBy(Venue, { id, communityId });
    if (!venue) throw new RowNotFoundError('venues');
    const bookings = await read
      .createQueryBuilder(Booking, 'one')
      .where(`one.venueId = :id AND one.state IN ('booked', 'in-use') AND one.endsAt > :since`, {
        id,
        since: this.clock
          .now()
          .subtract({ hours: DAYS_BACK * 24 })
          .toString(),
      })
      .orderBy('one.startsAt')
      .addOrderBy('one.id')
      .getMany();
    const calendar = ical({ name: venue.name, prodId: { company: 'Huying', product: 'venues', language: 'ZH' } });
    for (const { id: bookingId, startsAt, endsAt, bookedAt } of bookings) {
      calendar.createEvent({
        id: bookingId,
        start: new Date(startsAt.epochMilliseconds),
        end: new Date(endsAt.epochMilliseconds),
        stamp: new Date(bookedAt.epochMilliseconds),
        summary: '已预约',
        location: [venue.name, venue.building].filter(Boolean).join(' '),
        status: ICalEventStatus.CONFIRMED,
      });
    }
    return calendar.toString();
  }
}
