import { isMessage, type Message } from '@bufbuild/protobuf';
import { OfferAcceptedSchema, OfferDeclinedSchema } from '@huying/contracts';
import { type Attempt, tryInOrder } from '@huying/lifecycle';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  acceptMatch,
  declineMatch,
  expireOffer,
  leavePartner,
  matchLife,
  offerLife,
  partnerLife,
  propose,
  spend,
  thank,
  useMatch,
  withdrawOffer,
} from '../../src/partners/offer.js';
import type { Offer, OfferMatch, Partner } from '../../src/partners/partner.entity.js';
import { bookingLife, cancelBooking, handOutKey, missBooking, takeBackKey } from '../../src/venues/booking.js';
import type { Booking, Venue } from '../../src/venues/venue.entity.js';
import { changeVenue, closeVenue, openVenue, venueLife } from '../../src/venues/venue.js';
import { deedAt, hours, isRefusal, reached, row, start, today, tries } from './tries.js';

/** Bookings of venues, and offers of partners. */

describe('a booking', () => {
  it('is cancelled before it starts, begins with a key, and is missed only when nobody came', () => {
    const venue = row<Venue>({ name: '居民会客厅' });
    let at = 0;
    const deeds = [cancelBooking, handOutKey, takeBackKey, missBooking].map((decide) =>
      hours.map(
        (hour): Attempt<Booking> =>
          (booking) =>
            decide(booking, { ...deedAt((at = hour)), venue }),
      ),
    );
    const begin = () =>
      row<Booking>({
        state: 'booked',
        venueId: 'v',
        startsAt: start,
        endsAt: start.add({ hours: 2 }),
        bookedBy: 'r-1',
      });
    tries(bookingLife, deeds, begin, {
      sound: ({ state }) => {
        if (state === 'cancelled') expect(at).toBeLessThan(0);
        if (state === 'missed') expect(at).toBeGreaterThan(0);
        if (state === 'in-use') expect(at >= -1 && at < 2).toBe(true);
      },
    });
  });
});

describe('a venue', () => {
  it('has sound hours and is closed for good, when nobody has it any more', () => {
    let booked = 0;
    const week = (from: string, until: string) => [{ weekday: 1, from, until }];
    const clock = fc.constantFrom('08:00', '12:00', '18:00');
    const deeds: fc.Arbitrary<Attempt<Venue>>[] = [
      fc.tuple(clock, clock).map(([from, until]) => (venue) => {
        const wish = { name: '居民会客厅', capacity: 5, exceptions: [], hours: week(from, until) };
        const changed = changeVenue(venue, { ...deedAt(0), wish });
        expect(from < until).toBe(true);
        return changed;
      }),
      fc.nat(1).map((count) => (venue) => closeVenue(venue, { ...deedAt(0), booked: (booked = count) })),
    ];
    const begin = () =>
      row<Venue>({ state: 'open', name: '居民会客厅', hours: week('08:00', '18:00'), exceptions: [] });
    tries(venueLife, deeds, begin, {
      sound: ({ state }) => {
        if (state === 'closed') expect(booked).toBe(0);
      },
    });
    expect(() => openVenue({ ...begin(), hours: week('18:00', '08:00') }, deedAt(0))).toThrow();
  });
});

describe('a partner', () => {
  it('leaves once, and only with everything given that it has agreed to', () => {
    let agreed = 0;
    const leave = fc.nat(1).map(
      (count): Attempt<Partner> =>
        (one) =>
          leavePartner(one, { ...deedAt(0), agreed: (agreed = count) }),
    );
    tries(partnerLife, [leave], () => row<Partner>({ state: 'joined', kind: 'listed-company', name: '某公司' }), {
      sound: ({ state }) => {
        if (state === 'left') expect(agreed).toBe(0);
      },
    });
  });
});

describe('an offer', () => {
  it('never has less than nothing left, and more never than was offered', () => {
    const states = fc.array(
      fc.tuple(
        fc.constantFrom('propose', 'accept', 'decline', 'use', 'thank', 'spend', 'withdraw', 'expire'),
        fc.nat(2),
      ),
      { maxLength: 60, size: 'max' },
    );
    const seen = new Set<string>();
    fc.assert(
      fc.property(states, fc.array(fc.constantFrom(3, 5, 10), { minLength: 3, maxLength: 3 }), (tried, amounts) => {
        const offer = row<Offer>({ state: 'open', amount: 10, left: 10, fromOn: today, untilOn: today });
        const matches = amounts.map((amount) => row<OfferMatch>({ state: 'proposed', offerId: offer.id, amount }));
        const deed = { ...deedAt(0), today };
        // What is proposed is no more than is left, of an offer that stands.
        const more = row<OfferMatch>({ state: 'proposed', offerId: offer.id, amount: amounts[0] });
        const proposing = () => {
          try {
            expect(propose(more, { ...deed, offer }).amount).toBeLessThanOrEqual(offer.left);
            expect(offer.state).toBe('open');
          } catch (error) {
            if (!isRefusal(error)) throw error;
            expect(offer.state !== 'open' || more.amount > offer.left).toBe(true);
          }
        };
        const deeds: Record<string, Attempt<OfferMatch>> = {
          accept: (match) => acceptMatch(match, { ...deed, offer }),
          decline: (match) => declineMatch(match, { ...deed, offer }),
          use: (match) => useMatch(match, { ...deed, offer }),
          thank: (match) => thank(match, { ...deed, text: '谢谢' }),
        };
        const setAside = () =>
          matches.filter(({ state }) => state === 'accepted').reduce((sum, { amount }) => sum + amount, 0);
        const given = () =>
          matches
            .filter(({ state }) => state === 'used' || state === 'thanked')
            .reduce((sum, { amount }) => sum + amount, 0);
        const sound = () => {
          expect(offer.left).toBeGreaterThanOrEqual(0);
          expect(offer.left + setAside() + given()).toBe(offer.amount);
          if (offer.state === 'spent') expect(given()).toBe(offer.amount);
        };
        for (const [what, index] of tried) {
          const match = matches[index];
          const attempt = deeds[what];
          if (what === 'propose') proposing();
          else if (match && attempt) {
            const fold = (_: OfferMatch, event: Message) => {
              if (isMessage(event, OfferAcceptedSchema) || isMessage(event, OfferDeclinedSchema))
                offer.left = event.left;
            };
            for (const state of tryInOrder(matchLife, match, [attempt], { isRefusal, fold, sound: () => undefined }))
              seen.add(state);
          } else {
            const ending: Record<string, Attempt<Offer>> = {
              spend: (one) => spend(one, { setAside: setAside(), now: deed.now }),
              withdraw: (one) => withdrawOffer(one, deed),
              expire: (one) => expireOffer(one, { today: '2027-01-26', now: deed.now }),
            };
            const end = ending[what];
            if (end)
              for (const state of tryInOrder(offerLife, offer, [end], { isRefusal, fold: () => undefined, sound }))
                seen.add(state);
          }
          sound();
        }
      }),
      { numRuns: 2_000, seed: 2010 },
    );
    expect([...seen].sort()).toEqual([...new Set([...matchLife.states, ...offerLife.states])].sort());
    for (const name of [matchLife.name, offerLife.name]) reached.set(name, seen);
  });
});
