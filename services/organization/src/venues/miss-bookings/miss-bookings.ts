import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '@huying/database';
import { CommunityTime, EachOne, step, TIMETABLE } from '@huying/http';
import { bookingLife, KEPT_MINUTES, missBooking } from '../booking.js';
import { Booking, Venue } from '../venue.entity.js';

/** Every minute: bookings for which nobody came are missed, and the venue is free again. */
@Injectable()
export class MissBookings implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
    private readonly each: EachOne,
  ) {}

  onModuleInit(): void {
    this.each.add('miss-bookings', 60, {
      find: () =>
        this.db.read.query<{ id: string }[]>(
          `SELECT id FROM bookings WHERE state = 'booked' AND starts_at <= $1 ORDER BY starts_at LIMIT 1000`,
          [this.time.now().subtract({ minutes: KEPT_MINUTES }).toString()],
        ),
      carryOut: (id) => this.miss(id),
    });
  }

  private miss(id: string): Promise<void> {
    const now = this.time.now();
    return this.db.withTransaction(async (tx) => {
      const booking = await tx.lock(Booking, { id });
      const venue = await tx.get(Venue, { id: booking.venueId });
      const missed = missBooking(booking, { venue, now });
      if (missed) await step(tx, bookingLife, booking, missed, { by: TIMETABLE, now, reason: 'nobody-came' });
    });
  }
}
