import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isStaff, type Caller } from '@huying/auth';
import { Database, RowNotFoundError } from '@huying/database';
import { Clock, shown } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { CalendarFeed } from '../calendar-feed.entity.js';
import { Venue } from '../venue.entity.js';
import { VenueCalendarHandler } from '../venue-calendar/venue-calendar.handler.js';
import { calendarFeedProblems, venueProblems } from '../venues.problems.js';
import type { CalendarFeedsView, CalendarFeedView, NewCalendarFeedView } from './subscribe-calendar.controller.js';

/** Of one subscriber for one venue: a phone, a tablet, the family's. */
const MOST = 10;
const KEY_BYTES = 32;

const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');
const feedView = ({ id, venueId, madeAt }: CalendarFeed): CalendarFeedView => ({ id, venueId, madeAt: shown(madeAt) });

@Injectable()
export class SubscribeCalendarHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
    private readonly calendar: VenueCalendarHandler,
  ) {}

  /** @throws venue-wrong-state, calendar-feed-too-many */
  make(venueId: string, { communityId, personId: subscriberId }: Caller): Promise<NewCalendarFeedView> {
    const key = randomBytes(KEY_BYTES).toString('base64url');
    return this.db.withTransaction(async (tx) => {
      // Locked, so that who asks twice at once is counted.
      const venue = await tx.lock(Venue, { id: venueId, communityId });
      if (venue.state !== 'open') throw venueProblems.wrongState({ state: venue.state });
      if ((await tx.manager.countBy(CalendarFeed, { venueId, subscriberId })) >= MOST) {
        throw calendarFeedProblems.tooMany({ most: MOST });
      }
      const feed = tx.create(CalendarFeed, {
        ...{ id: uuidv7(), communityId, venueId, subscriberId, keyDigest: digestOf(key), madeAt: this.clock.now() },
      });
      await tx.save(feed);
      return { ...feedView(feed), address: `/v1/calendars/${feed.id}/calendar.ics?key=${key}` };
    });
  }

  async list(venueId: string, { communityId, personId: subscriberId }: Caller): Promise<CalendarFeedsView> {
    const own = { venueId, communityId, subscriberId };
    const feeds = await this.db.read.find(CalendarFeed, { where: own, order: { madeAt: 'ASC', id: 'ASC' } });
    return { items: feeds.map(feedView) };
  }

  /** Somebody else's address does not exist, but for staff. */
  revoke(venueId: string, id: string, by: Caller): Promise<void> {
    const { communityId, personId: subscriberId } = by;
    return this.db.withTransaction(async (tx) => {
      const feed = { id, venueId, communityId, ...(!isStaff(by) && { subscriberId }) };
      const { affected } = await tx.manager.delete(CalendarFeed, feed);
      if (!affected) throw new RowNotFoundError('calendar_feeds');
    });
  }

  /** A wrong key is answered like an address that does not exist. */
  async read(id: string, key: string): Promise<string> {
    const feed = await this.db.read.findOneBy(CalendarFeed, { id });
    const fits = feed && timingSafeEqual(Buffer.from(feed.keyDigest), Buffer.from(digestOf(key)));
    if (!fits) throw new RowNotFoundError('calendar_feeds');
    return this.calendar.handle(feed.venueId, feed);
  }
}
