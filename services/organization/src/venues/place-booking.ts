import { isBefore } from '@huying/calendar';
import { isExclusionViolation, type Tx } from '@huying/database';
import { type CommunityTime, type ReasonedDeed, step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { book, bookingLife, cancelBooking } from './booking.js';
import { Booking, Venue, type Booker } from './venue.entity.js';
import { bookingProblems } from './venues.problems.js';

/** A booking as it is wanted, of a venue that is locked. */
export interface BookingWish {
  /** Default: a new one. */
  readonly id?: string;
  readonly venue: Venue;
  readonly whom: Booker | 'staff';
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly people: number;
  readonly purpose: string;
  readonly organizationId: string | null;
  readonly seriesId: string | null;
  readonly by: string;
}

/**
 * Books a venue, unless the database says that somebody else has it. After a refusal the transaction can go on.
 * @throws booking-taken, and what `book` refuses
 */
export async function placeBooking(
  tx: Tx,
  { id = uuidv7(), venue, whom, by, ...wish }: BookingWish,
  time: CommunityTime,
): Promise<Booking> {
  const now = time.now();
  const booking = tx.create(Booking, {
    ...{ id, communityId: venue.communityId, state: 'booked', venueId: venue.id },
    ...{ ...wish, bookedBy: by, bookedAt: now },
  });
  const booked = book(booking, { venue, whom, zone: time.zone, by, now });
  // A violation ends the whole transaction, but for what stands before a savepoint.
  await tx.query('SAVEPOINT booking');
  try {
    await step(tx, bookingLife, booking, booked, { by, now });
  } catch (error) {
    if (!isExclusionViolation(error, 'bookings_apart')) throw error;
    await tx.query('ROLLBACK TO SAVEPOINT booking');
    throw bookingProblems.taken({ on: time.dayOf(wish.startsAt) }, { cause: error });
  }
  await tx.query('RELEASE SAVEPOINT booking');
  return booking;
}

/** Cancels a booking that is still to come, because what it was made for does not take place. */
export async function giveUpBooking(tx: Tx, bookingId: string, deed: ReasonedDeed): Promise<void> {
  const booking = await tx.lock(Booking, { id: bookingId });
  if (booking.state !== 'booked' || !isBefore(deed.now, booking.startsAt)) return;
  const venue = await tx.get(Venue, { id: booking.venueId });
  await step(tx, bookingLife, booking, cancelBooking(booking, { ...deed, venue }), deed);
}
