import { create } from '@bufbuild/protobuf';
import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { toTimestamp, VenueChangedSchema, VenueClosedSchema, VenueOpenedSchema } from '@huying/contracts';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, ensureVersion, type ReasonDto, step } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { venueLife } from '../booking.js';
import { ensureSound } from '../opening.js';
import { Booking, Venue } from '../venue.entity.js';
import { venueFields, venueView, type VenueDto, type VenueView } from '../venue.view.js';
import { venueProblems } from '../venues.problems.js';

@Injectable()
export class OpenVenueHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  open(wish: VenueDto, { communityId, personId: by }: Caller): Promise<VenueView> {
    const fields = venueFields(wish);
    ensureSound(fields);
    const now = this.clock.now();
    return this.named(() =>
      this.db.withTransaction(async (tx) => {
        const venue = tx.create(Venue, { id: uuidv7(), communityId, state: 'open', ...fields });
        const { id: venueId, name, kind, building, capacity } = venue;
        const opened = {
          venueId,
          communityId,
          name,
          kind,
          building,
          capacity,
          openedBy: by,
          openedAt: toTimestamp(now),
        };
        await step(tx, venueLife, venue, create(VenueOpenedSchema, opened), { by, now });
        return venueView(venue);
      }),
    );
  }

  change(id: string, wish: VenueDto, version: number, { communityId, personId: by }: Caller): Promise<VenueView> {
    const fields = venueFields(wish);
    ensureSound(fields);
    const now = this.clock.now();
    return this.named(() =>
      this.db.withTransaction(async (tx) => {
        const venue = await tx.lock(Venue, { id, communityId });
        ensureVersion(venue, version);
        venueLife.ensure(venue.state, VenueChangedSchema);
        Object.assign(venue, fields);
        const { name, capacity } = venue;
        const changed = { venueId: id, communityId, name, capacity, changedBy: by, changedAt: toTimestamp(now) };
        await step(tx, venueLife, venue, create(VenueChangedSchema, changed), { by, now });
        return venueView(venue);
      }),
    );
  }

  close(id: string, { reason }: ReasonDto, { communityId, personId: by }: Caller): Promise<VenueView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const venue = await tx.lock(Venue, { id, communityId });
      venueLife.ensure(venue.state, VenueClosedSchema);
      const count = await tx.manager.countBy(Booking, { venueId: id, state: In(['booked', 'in-use']) });
      if (count > 0) throw venueProblems.bookingsAhead({ count });
      const closed = { venueId: id, communityId, reason, closedBy: by, closedAt: toTimestamp(now) };
      await step(tx, venueLife, venue, create(VenueClosedSchema, closed), { by, now, reason });
      return venueView(venue);
    });
  }

  private async named<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (isUniqueViolation(error, 'venues_name')) throw venueProblems.nameTaken();
      throw error;
    }
  }
}
