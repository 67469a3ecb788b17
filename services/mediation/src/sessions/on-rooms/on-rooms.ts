import {
  BookingCancelledSchema,
  BookingRefusedSchema,
  VenueBookedSchema,
  type BookingCancelled,
  type BookingRefused,
  type VenueBooked,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { MediationSession, type RoomState } from '../session.entity.js';

/** What becomes of the rooms that sessions asked for. A session without its room goes on: whoever arranged it sees why. */
@Consumer()
export class OnRooms {
  @On(VenueBookedSchema)
  booked({ event, tx }: Delivery<VenueBooked>): Promise<void> {
    return note(tx, event.bookingId, { room: 'booked', from: ['requested'] });
  }

  @On(BookingRefusedSchema)
  refused({ event, tx }: Delivery<BookingRefused>): Promise<void> {
    return note(tx, event.bookingId, { room: 'refused', from: ['requested'], refusal: event.code });
  }

  @On(BookingCancelledSchema)
  cancelled({ event, tx }: Delivery<BookingCancelled>): Promise<void> {
    return note(tx, event.bookingId, { room: 'lost', from: ['requested', 'booked'] });
  }
}

async function note(
  tx: Tx,
  bookingId: string,
  { room, from, refusal = null }: { room: RoomState; from: readonly RoomState[]; refusal?: string | null },
): Promise<void> {
  const session = await tx.lockIfPresent(MediationSession, { bookingId, state: 'arranged' });
  if (!session || !from.includes(session.room)) return;
  await tx.save(Object.assign(session, { room, roomRefusal: refusal }));
}
