import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, Problem, shown } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { restsOnHolidays } from '../../holidays/announced.view.js';
import { actsFor } from '../../organizations/acting.js';
import { Organization } from '../../organizations/organization.entity.js';
import { isAtWork } from '../../organizations/organization.js';
import { seriesStarts } from '../booking.js';
import { placeBooking } from '../place-booking.js';
import { Booking, Venue, type Booker } from '../venue.entity.js';
import { bookingView, type BookingView } from '../venue.view.js';
import { bookingProblems } from '../venues.problems.js';
import type { BookingsView, BookVenueDto, SkippedView } from './book-venue.controller.js';

/** What a day may be left out for. */
const skippable = [bookingProblems.taken, bookingProblems.venueShut, bookingProblems.outsideHours].map(
  ({ type }) => type.code,
);

@Injectable()
export class BookVenueHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  /** Of a series, the first is judged like the others: a mistake in it is a mistake in all. */
  async handle(wish: BookVenueDto, by: Caller): Promise<BookingsView> {
    const starts = wish.recurrence ? seriesStarts(wish.startsAt, wish.recurrence, this.time.zone) : [wish.startsAt];
    const lasts = wish.startsAt.until(wish.endsAt);
    const { people, purpose, organizationId = null } = wish;
    const seriesId = wish.recurrence ? uuidv7() : null;
    const common = { people, purpose, organizationId, seriesId, by: by.personId };
    if (seriesId === null) await this.ensureNotTaken(wish, by);
    return this.db.withTransaction(async (tx) => {
      const whom = await this.whom(tx, wish, by);
      // Locked, so that who book the same venue come one after the other; that they do not overlap is the constraint's promise.
      const venue = await tx.lock(Venue, { id: wish.venueId, communityId: by.communityId });
      const items: BookingView[] = [];
      const skipped: SkippedView[] = [];
      for (const startsAt of starts) {
        try {
          const endsAt = startsAt.add(lasts);
          const booking = await placeBooking(tx, { ...common, venue, whom, startsAt, endsAt }, this.time);
          items.push(bookingView(booking));
        } catch (error) {
          if (!wish.skip || !(error instanceof Problem) || !skippable.includes(error.code)) throw error;
          skipped.push({ startsAt: shown(startsAt), code: error.code });
        }
      }
      if (items.length === 0) throw bookingProblems.nothingFree();
      return { items, skipped, ...restsOnHolidays };
    });
  }

  /** In a rush almost everybody is too late: they are told so at once, and do not wait in line for the lock. @throws booking-taken */
  private async ensureNotTaken({ venueId, startsAt, endsAt }: BookVenueDto, { communityId }: Caller): Promise<void> {
    const taken = await this.db.read
      .createQueryBuilder(Booking, 'one')
      .where(`one.venueId = :venueId AND one.communityId = :communityId`, { venueId, communityId })
      .andWhere(`one.state IN ('booked', 'in-use') AND one.startsAt < :endsAt AND one.endsAt > :startsAt`, {
        startsAt: startsAt.toString(),
        endsAt: endsAt.toString(),
      })
      .getExists();
    if (taken) throw bookingProblems.taken({ on: this.time.dayOf(startsAt) });
  }

  /** As whom somebody books. @throws booking-unknown-organization */
  private async whom(tx: Tx, { organizationId }: BookVenueDto, by: Caller): Promise<Booker | 'staff'> {
    if (organizationId) {
      const organization = await tx.manager.findOneBy(Organization, {
        id: organizationId,
        communityId: by.communityId,
      });
      if (
        !organization ||
        !isAtWork(organization) ||
        !(await actsFor(tx.manager, by, organization, this.time.today()))
      ) {
        throw bookingProblems.unknownOrganization();
      }
    }
    if (isStaff(by)) return 'staff';
    return organizationId ? 'organizations' : 'residents';
  }
}
