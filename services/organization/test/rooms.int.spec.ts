import { create } from '@bufbuild/protobuf';
import {
  BookingCancelledSchema,
  BookingRefusedSchema,
  RoomReleasedSchema,
  RoomRequestedSchema,
  toTimestamp,
  VenueBookedSchema,
} from '@huying/contracts';
import { TestService } from '@huying/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { organizationService } from '../src/index.js';
import { at, inDays, opened } from './examples.js';

let api: TestService;

beforeAll(async () => {
  api = await TestService.start(organizationService);
});
afterAll(() => api.stop());

const stamp = (time: string) => toTimestamp(Temporal.Instant.from(time));

/** A room that a session of a case wants. */
const wanted = (venueId: string, bookingId: string, hour = '10:00') =>
  create(RoomRequestedSchema, {
    ...{ bookingId, communityId: 'xishan', venueId, people: 5, requestedBy: 'mediator-1' },
    startsAt: stamp(at(inDays(2), hour)),
    endsAt: stamp(at(inDays(2), '21:00')),
    requestedAt: stamp(at(inDays(0), '08:00')),
  });

describe('a room that is asked for by event', () => {
  it('is booked under the id that it was given, and given back', async () => {
    const { id: venueId } = await opened(api);
    const bookingId = uuidv7();
    await api.kafka.deliver(wanted(venueId, bookingId));
    expect(await api.kafka.awaitEmitted(VenueBookedSchema, bookingId)).toMatchObject([{ venueId, people: 5 }]);
    const release = { bookingId, communityId: 'xishan', releasedBy: 'mediator-1' };
    await api.kafka.deliver(create(RoomReleasedSchema, { ...release, releasedAt: stamp(at(inDays(1), '08:00')) }));
    expect(await api.kafka.awaitEmitted(BookingCancelledSchema, bookingId)).toHaveLength(1);
  });

  it('is refused with a code when somebody else has it, it is shut, or there is no such venue', async () => {
    const { id: venueId } = await opened(api);
    const [first, second, early, nowhere] = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
    await api.kafka.deliver(wanted(venueId, first));
    await api.kafka.awaitEmitted(VenueBookedSchema, first);
    const unknown = uuidv7();
    await api.kafka.deliver(
      wanted(venueId, second),
      wanted(venueId, early, '05:00'),
      wanted(unknown, nowhere),
      create(RoomReleasedSchema, {
        bookingId: second,
        communityId: 'xishan',
        releasedAt: stamp(at(inDays(1), '08:00')),
      }),
    );
    expect(await api.kafka.awaitEmitted(BookingRefusedSchema, second)).toMatchObject([{ code: 'booking-taken' }]);
    expect(await api.kafka.awaitEmitted(BookingRefusedSchema, early)).toMatchObject([
      { code: 'booking-outside-hours' },
    ]);
    expect(await api.kafka.awaitEmitted(BookingRefusedSchema, nowhere)).toMatchObject([{ code: 'venue-unknown' }]);
  });
});
