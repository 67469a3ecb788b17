import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { KnownNeed } from '../../known/known-need.entity.js';
import { ClaimDesk } from '../claim-desk.js';
import { Decider, type Decided } from '../decider.js';
import { DeedBook } from '../deed-book.js';
import { claimProblems } from '../refusals.js';
import { ShowPlacesHandler, type PlacesView } from '../show-places/show-places.handler.js';
import type { ChangePlacesDto } from './change-places.controller.js';

@Injectable()
export class ChangePlacesHandler {
  constructor(
    private readonly database: Database,
    private readonly desk: ClaimDesk,
    private readonly deeds: DeedBook,
    private readonly decider: Decider,
    private readonly showPlaces: ShowPlacesHandler,
  ) {}

  /** A class has its places from whoever runs it, and an appeal its things: neither is a need here. */
  async handle(
    need: string,
    { places, release }: ChangePlacesDto,
    by: Caller,
  ): Promise<{ view: PlacesView; decided: Decided }> {
    const known = await this.database.read.findOneBy(KnownNeed, { id: need });
    if ((known?.terms.of ?? 'need') !== 'need') throw claimProblems.needUnknown();
    const leaving: { claimant: string; claim: string }[] = [];
    for (const claim of release ?? []) {
      const { volunteerId: claimant } = await this.desk.find(claim, by);
      await this.deeds.enter(by, claim, 'places-lowered', '');
      leaving.push({ claimant, claim });
    }
    let decided = await this.decider.decide(by.communityId, { do: 'places', need, places, leaving });
    // A long line moves in several steps.
    for (let moved = decided; moved.outcome === 1;) {
      moved = await this.decider.decide(by.communityId, { do: 'move', need });
      if (moved.outcome === 1) decided = moved;
    }
    return { view: await this.showPlaces.handle(need, by), decided };
  }
}
