import { create } from '@bufbuild/protobuf';
import { isBefore, occurrences, RecurrenceUnreadableError } from '@huying/calendar';
import {
  BookingCancelledSchema,
  BookingMissedSchema,
  KeyHandedOutSchema,
  KeyReturnedSchema,
  toTimestamp,
  VenueBookedSchema,
  type BookingCancelled,
  type BookingMissed,
  type KeyHandedOut,
  type KeyReturned,
  type VenueBooked,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { ensureOpen } from './opening.js';
import type { Booker, Booking, BookingState, Venue } from './venue.entity.js';
import { bookingProblems, venueProblems } from './venues.problems.js';

export const bookingLife = lifecycle<BookingState>({
  name: 'booking',
  title: 'Booking 场地预约',
  begins: [VenueBookedSchema, 'booked'],
  ways: [
    [BookingCancelledSchema, ['booked'], 'cancelled'],
    [BookingMissedSchema, ['booked'], 'missed'],
    [KeyHandedOutSchema, ['booked'], 'in-use'],
    [KeyReturnedSchema, ['in-use'], 'ended'],
  ],
  refuse: (state) => bookingProblems.wrongState({ state }),
});

/** How far ahead a venue is booked. */
export const FURTHEST_DAYS = 180;
export const MOST_IN_SERIES = 60;
/** How long before the start the key is handed out, and after it the venue is kept for those who do not come. */
export const KEY_MINUTES = 60;
export const KEPT_MINUTES = 30;

const told = ({ id, communityId, venueId, startsAt, endsAt }: Booking, { name }: Venue) => ({
  bookingId: id,
  communityId,
  venueId,
  venueName: name,
  startsAt: toTimestamp(startsAt),
  endsAt: toTimestamp(endsAt),
});

/**
 * @param whom as whom somebody books; staff may book everything
 * @throws venue-wrong-state, booking-not-for-you, booking-ends-before-start, booking-in-the-past, booking-too-far,
 * booking-too-many-people, booking-across-midnight, booking-venue-shut, booking-outside-hours
 */
export function book(
  booking: Booking,
  { venue, whom, zone, by, now }: Deed & { venue: Venue; whom: Booker | 'staff'; zone: string },
): VenueBooked {
  if (venue.state !== 'open') throw venueProblems.wrongState({ state: venue.state });
  if (whom !== 'staff' && !venue.bookableBy.includes(whom)) throw bookingProblems.notForYou({ whom });
  const { startsAt, endsAt, people } = booking;
  if (!isBefore(startsAt, endsAt)) throw bookingProblems.endsBeforeStart();
  if (isBefore(startsAt, now)) throw bookingProblems.inThePast();
  if (isBefore(now.add({ hours: FURTHEST_DAYS * 24 }), startsAt)) throw bookingProblems.tooFar({ days: FURTHEST_DAYS });
  if (people > venue.capacity) throw bookingProblems.tooManyPeople({ capacity: venue.capacity });
  ensureOpen(venue, booking, zone);
  return create(VenueBookedSchema, {
    ...told(booking, venue),
    organizationId: booking.organizationId ?? '',
    seriesId: booking.seriesId ?? '',
    people,
    bookedBy: by,
    bookedAt: toTimestamp(now),
  });
}

/** The starts of a series. @throws booking-recurrence-unreadable, booking-recurs-too-often */
export function seriesStarts(first: Temporal.Instant, rule: string, zone: string): Temporal.Instant[] {
  const latest = first.add({ hours: FURTHEST_DAYS * 24 });
  try {
    const starts = occurrences({ rule, first, zone, latest, most: MOST_IN_SERIES });
    if (starts.length > MOST_IN_SERIES || starts.some((at) => isBefore(latest, at))) {
      throw bookingProblems.recursTooOften({ most: MOST_IN_SERIES, days: FURTHEST_DAYS });
    }
    return starts;
  } catch (error) {
    if (error instanceof RecurrenceUnreadableError) throw bookingProblems.recurrenceUnreadable({}, { cause: error });
    throw error;
  }
}

/** @throws booking-wrong-state, booking-started */
export function cancelBooking(
  booking: Booking,
  { venue, by, now, reason }: ReasonedDeed & { venue: Venue },
): BookingCancelled {
  bookingLife.ensure(booking.state, BookingCancelledSchema);
  if (!isBefore(now, booking.startsAt)) throw bookingProblems.started();
  return create(BookingCancelledSchema, {
    ...told(booking, venue),
    reason,
    cancelledBy: by,
    cancelledAt: toTimestamp(now),
  });
}

/** @throws booking-wrong-state, booking-too-early-for-key, booking-over */
export function handOutKey(booking: Booking, { venue, by, now }: Deed & { venue: Venue }): KeyHandedOut {
  bookingLife.ensure(booking.state, KeyHandedOutSchema);
  if (isBefore(now, booking.startsAt.subtract({ minutes: KEY_MINUTES }))) {
    throw bookingProblems.tooEarlyForKey({ minutes: KEY_MINUTES });
  }
  if (!isBefore(now, booking.endsAt)) throw bookingProblems.over();
  return create(KeyHandedOutSchema, { ...told(booking, venue), handedOutBy: by, handedOutAt: toTimestamp(now) });
}

/** @throws booking-wrong-state */
export function takeBackKey(booking: Booking, { venue, by, now }: Deed & { venue: Venue }): KeyReturned {
  bookingLife.ensure(booking.state, KeyReturnedSchema);
  return create(KeyReturnedSchema, { ...told(booking, venue), returnedBy: by, returnedAt: toTimestamp(now) });
}

/** Nobody fetched the key for a while after the start: the time is free again. */
export function missBooking(
  booking: Booking,
  { venue, now }: { venue: Venue; now: Temporal.Instant },
): BookingMissed | undefined {
  const kept = isBefore(now, booking.startsAt.add({ minutes: KEPT_MINUTES }));
  if (kept || !bookingLife.may(booking.state, BookingMissedSchema)) return undefined;
  return create(BookingMissedSchema, {
    ...told(booking, venue),
    bookedBy: booking.bookedBy,
    missedAt: toTimestamp(now),
  });
}
