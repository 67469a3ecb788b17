import { create } from '@bufbuild/protobuf';
import {
  toTimestamp,
  VenueChangedSchema,
  VenueClosedSchema,
  VenueOpenedSchema,
  type VenueChanged,
  type VenueClosed,
  type VenueOpened,
} from '@huying/contracts';
import { lifecycle } from '@huying/lifecycle';
import type { Deed, ReasonedDeed } from '@huying/http';
import { ensureSound } from './opening.js';
import type { Venue, VenueState } from './venue.entity.js';
import { venueProblems } from './venues.problems.js';

/** Venues as decisions. */

export const venueLife = lifecycle<VenueState>({
  name: 'venue',
  title: 'Venue 场地',
  begins: [VenueOpenedSchema, 'open'],
  ways: [
    [VenueChangedSchema, ['open'], 'open'],
    [VenueClosedSchema, ['open'], 'closed'],
  ],
  refuse: (state) => venueProblems.wrongState({ state }),
});

/** @throws venue-hours-upside-down, venue-exception-twice */
export function openVenue(venue: Venue, { by, now }: Deed): VenueOpened {
  ensureSound(venue);
  const { id: venueId, communityId, name, kind, building, capacity } = venue;
  return create(VenueOpenedSchema, {
    ...{ venueId, communityId, name, kind, building, capacity },
    ...{ openedBy: by, openedAt: toTimestamp(now) },
  });
}

/**
 * @param wish as it shall be
 * @throws venue-wrong-state, venue-hours-upside-down, venue-exception-twice
 */
export function changeVenue(
  venue: Venue,
  { wish, by, now }: Deed & { wish: Pick<Venue, 'name' | 'capacity' | 'hours' | 'exceptions'> },
): VenueChanged {
  venueLife.ensure(venue.state, VenueChangedSchema);
  ensureSound(wish);
  const { id: venueId, communityId } = venue;
  const { name, capacity } = wish;
  return create(VenueChangedSchema, {
    ...{ venueId, communityId, name, capacity },
    ...{ changedBy: by, changedAt: toTimestamp(now) },
  });
}

/**
 * @param booked its bookings that are neither over nor cancelled
 * @throws venue-wrong-state, venue-bookings-ahead
 */
export function closeVenue(venue: Venue, { booked, by, now, reason }: ReasonedDeed & { booked: number }): VenueClosed {
  venueLife.ensure(venue.state, VenueClosedSchema);
  if (booked > 0) throw venueProblems.bookingsAhead({ count: booked });
  const { id: venueId, communityId } = venue;
  return create(VenueClosedSchema, { venueId, communityId, reason, closedBy: by, closedAt: toTimestamp(now) });
}
