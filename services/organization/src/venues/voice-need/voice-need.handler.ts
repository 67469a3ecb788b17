import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { toTimestamp, Urgency } from '@huying/contracts';
import { Database } from '@huying/database';
import { Clock, ensureInCatalogue, ensureWindow } from '@huying/http';
import { raiseNeed } from '../../needs/arisen-need.js';
import { Venue } from '../venue.entity.js';
import { venueProblems } from '../venues.problems.js';
import type { ArisenNeedView, VoiceNeedDto } from './voice-need.controller.js';

const urgencies = { normal: Urgency.NORMAL, high: Urgency.HIGH, emergency: Urgency.EMERGENCY };

@Injectable()
export class VoiceNeedHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(venueId: string, wish: VoiceNeedDto, { communityId, personId }: Caller): Promise<ArisenNeedView> {
    const now = this.clock.now();
    ensureWindow(wish.startsAt, wish.endsAt, now);
    const catalogueItemCode = ensureInCatalogue(wish.catalogueItemCode);
    return this.db.withTransaction(async (tx) => {
      const venue = await tx.get(Venue, { id: venueId, communityId });
      if (venue.state !== 'open') throw venueProblems.wrongState({ state: venue.state });
      const needId = await raiseNeed(tx, {
        communityId,
        origin: { kind: 'venue', id: venueId },
        catalogueItemCode,
        title: wish.title,
        description: wish.description ?? '',
        urgency: urgencies[wish.urgency ?? 'normal'],
        places: wish.places ?? 1,
        startsAt: toTimestamp(wish.startsAt),
        endsAt: toTimestamp(wish.endsAt),
        location: { name: venue.name, building: venue.building },
        organiser: communityId,
        personInCharge: venue.name,
        publish: false,
        aroseBy: personId,
        aroseAt: toTimestamp(now),
      });
      return { needId };
    });
  }
}
