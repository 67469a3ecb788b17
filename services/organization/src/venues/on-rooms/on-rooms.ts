import { create } from '@bufbuild/protobuf';
import {
  BookingCancelledSchema,
  BookingRefusedSchema,
  RoomReleasedSchema,
  RoomRequestedSchema,
  toInstant,
  toTimestamp,
  type RoomReleased,
  type RoomRequested,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { CommunityTime, Problem } from '@huying/http';
import { bookingLife } from '../booking.js';
import { giveUpBooking, placeBooking } from '../place-booking.js';
import { Booking, Venue } from '../venue.entity.js';

/** What the calendar shows of it: a mediation is nobody else's business. */
const PURPOSE = '会议';

/** Rooms that another service asks for by event, under an id of its own: booked as staff book, or refused with the code of the refusal. */
@Consumer()
export class OnRooms {
  constructor(private readonly time: CommunityTime) {}

  @On(RoomRequestedSchema)
  async requested({ event, tx }: Delivery<RoomRequested>): Promise<void> {
    const { bookingId: id, communityId, venueId, people, requestedBy: by } = event;
    const [startsAt, endsAt] = [toInstant(event.startsAt), toInstant(event.endsAt)];
    const venue = await tx.lockIfPresent(Venue, { id: venueId, communityId });
    const code = await (async () => {
      if (!venue) return 'venue-unknown';
      try {
        const wish = { id, venue, startsAt, endsAt, people, purpose: PURPOSE, organizationId: null, seriesId: null };
        await placeBooking(tx, { ...wish, whom: 'staff', by }, this.time);
        return undefined;
      } catch (error) {
        if (error instanceof Problem) return error.code;
        throw error;
      }
    })();
    if (code === undefined) return;
    const refused = { bookingId: id, communityId, venueId, code, refusedAt: toTimestamp(this.time.now()) };
    tx.emit(create(BookingRefusedSchema, { ...refused, startsAt: event.startsAt, endsAt: event.endsAt }));
  }

  /** Of what was refused, or has begun, there is nothing to give back. */
  @On(RoomReleasedSchema)
  async released({ event, tx }: Delivery<RoomReleased>): Promise<void> {
    const { bookingId: id, communityId, releasedBy: by } = event;
    const booking = await tx.lockIfPresent(Booking, { id, communityId });
    if (!booking || !bookingLife.may(booking.state, BookingCancelledSchema)) return;
    await giveUpBooking(tx, id, { by, now: this.time.now(), reason: 'room-released' });
  }
}
