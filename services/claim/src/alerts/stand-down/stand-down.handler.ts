import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { KnownNeed } from '../../known/known-need.entity.js';
import { Decider, type Decided } from '../../places/decider.js';
import { claimProblems } from '../../places/refusals.js';
import { ShowPlacesHandler, type PlacesView } from '../../places/show-places/show-places.handler.js';
import { alertProblems } from '../alerts.problems.js';

@Injectable()
export class StandDownHandler {
  constructor(
    private readonly database: Database,
    private readonly decider: Decider,
    private readonly showPlaces: ShowPlacesHandler,
  ) {}

  /** Whoever keeps the pool ends the claims of all who answered, see do-what-is-due.ts. */
  async handle(need: string, outcome: string, by: Caller): Promise<{ view: PlacesView; decided: Decided }> {
    const known = await this.database.read.findOneBy(KnownNeed, { id: need, pool: by.communityId });
    if (!known) throw claimProblems.needUnknown();
    if (known.terms.dispatch !== 'alert') throw alertProblems.notOne();
    const wish = { do: 'close', need, what: 'stood-down', detail: outcome } as const;
    const decided = await this.decider.decide(by.communityId, wish);
    return { view: await this.showPlaces.handle(need, by), decided };
  }
}
