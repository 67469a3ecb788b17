import type { Message } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { Database, type Tx } from '@huying/database';
import { CommunityTime, type ReasonDto, type ReasonedDeed, step } from '@huying/http';
import { actsFor } from '../../organizations/acting.js';
import { Organization } from '../../organizations/organization.entity.js';
import { bookingLife, cancelBooking, handOutKey, takeBackKey } from '../booking.js';
import { Booking, Venue } from '../venue.entity.js';
import { bookingView, type BookingView } from '../venue.view.js';

@Injectable()
export class EndBookingHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  cancel(id: string, { reason }: ReasonDto, by: Caller): Promise<BookingView> {
    return this.take(id, by, reason, cancelBooking);
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
    decide: (booking: Booking, deed: ReasonedDeed & { venue: Venue }) => Message,
  ): Promise<BookingView> {
    const deed = { by: by.personId, now: this.time.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const booking = await tx.lock(Booking, { id, communityId: by.communityId });
      await this.ensureTheirs(tx, booking, by);
      const venue = await tx.get(Venue, { id: booking.venueId });
      await step(tx, bookingLife, booking, decide(booking, { ...deed, venue }), deed);
      return bookingView(booking);
    });
  }

  /** @throws ForbiddenError `not-yours` */
  private async ensureTheirs(tx: Tx, { bookedBy, organizationId }: Booking, by: Caller): Promise<void> {
    if (isStaff(by) || bookedBy === by.personId) return;
    const organization = organizationId && (await tx.manager.findOneBy(Organization, { id: organizationId }));
    const theirs = organization && (await actsFor(tx.manager, by, organization, this.time.today()));
    if (!theirs) throw new ForbiddenError('not-yours');
  }
}
