import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, ensureVersion, type ReasonDto, step } from '@huying/http';
import { In } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Booking, Venue } from '../venue.entity.js';
import { changeVenue, closeVenue, openVenue, venueLife } from '../venue.js';
import { venueFields, venueView, type VenueDto, type VenueView } from '../venue.view.js';
import { venueProblems } from '../venues.problems.js';

@Injectable()
export class OpenVenueHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  open(wish: VenueDto, { communityId, personId: by }: Caller): Promise<VenueView> {
    const deed = { by, now: this.clock.now() };
    return this.named(() =>
      this.db.withTransaction(async (tx) => {
        const venue = tx.create(Venue, { id: uuidv7(), communityId, state: 'open', ...venueFields(wish) });
        await step(tx, venueLife, venue, openVenue(venue, deed), deed);
        return venueView(venue);
      }),
    );
  }

  change(id: string, wish: VenueDto, version: number, { communityId, personId: by }: Caller): Promise<VenueView> {
    const fields = venueFields(wish);
    const deed = { by, now: this.clock.now() };
    return this.named(() =>
      this.db.withTransaction(async (tx) => {
        const venue = await tx.lock(Venue, { id, communityId });
        ensureVersion(venue, version);
        const changed = changeVenue(venue, { ...deed, wish: fields });
        await step(tx, venueLife, Object.assign(venue, fields), changed, deed);
        return venueView(venue);
      }),
    );
  }

  close(id: string, { reason }: ReasonDto, { communityId, personId: by }: Caller): Promise<VenueView> {
    const deed = { by, now: this.clock.now(), reason };
    return this.db.withTransaction(async (tx) => {
      const venue = await tx.lock(Venue, { id, communityId });
      const booked = await tx.manager.countBy(Booking, { venueId: id, state: In(['booked', 'in-use']) });
      await step(tx, venueLife, venue, closeVenue(venue, { ...deed, booked }), deed);
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
