import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { isBefore } from '@huying/calendar';
import { Database, RowNotFoundError, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { bookingLife, cancelBooking, handOutKey, takeBackKey } from '../booking.js';
import { ensureOfNoClass, ensureTheirs } from '../own-booking.js';
import { Booking, Venue } from '../venue.entity.js';
import { bookingView, type BookingListView, type BookingView } from '../venue.view.js';
import { bookingProblems } from '../venues.problems.js';

@Injectable()
export class EndBookingHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<BookingView> {
    return this.take(id, by, reason, async (booking, deed, tx) => {
      await ensureOfNoClass(tx, [id]);
      return cancelBooking(booking, deed);
    });
  }

  /** @throws booking-of-a-class, booking-series-over; ForbiddenError `not-yours` */
  cancelSeries(seriesId: string, { reason }: ReasonDto, by: Caller): Promise<BookingListView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const series = await tx.manager.find(Booking, {
        where: { seriesId, communityId: by.communityId },
        order: { startsAt: 'ASC', id: 'ASC' },
        lock: { mode: 'pessimistic_write' },
      });
      const [first] = series;
      if (!first) throw new RowNotFoundError('bookings');
      await ensureTheirs(tx, first, by, this.time.today());
      const ahead = series.filter(({ state, startsAt }) => state === 'booked' && isBefore(deed.now, startsAt));
      if (ahead.length === 0) throw bookingProblems.seriesOver();
      await ensureOfNoClass(
        tx,
        ahead.map(({ id }) => id),
      );
      const venue = await tx.get(Venue, { id: first.venueId });
      for (const booking of ahead) {
        await step(tx, bookingLife, booking, cancelBooking(booking, { ...deed, venue }), deed);
      }
      return { items: ahead.map(bookingView) };
    });
  }

  handOut(id: string, by: Caller): Promise<BookingView> {
    return this.take(id, by, '', handOutKey);
  }

  takeBack(id: string, by: Caller): Promise<BookingView> {
    return this.take(id, by, '', takeBackKey);
  }

  private take(
    id: string,
    by: Caller,
    reason: string,
    decide: (booking: Booking, deed: ReasonedDeed & { venue: Venue }, tx: Tx) => Message | Promise<Message>,
  ): Promise<BookingView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const booking = await tx.lock(Booking, { id, communityId: by.communityId });
      await ensureTheirs(tx, booking, by, this.time.today());
      const venue = await tx.get(Venue, { id: booking.venueId });
      await step(tx, bookingLife, booking, await decide(booking, { ...deed, venue }, tx), deed);
      return bookingView(booking);
    });
  }
}
