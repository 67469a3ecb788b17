import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database, isUniqueViolation } from '@huying/database';
import { Clock, keysetPage, step, type Page, type PageQuery } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { keysOf } from '../../kinds/keys.js';
import { GoBetween, KnownVolunteer } from '../mediator.entity.js';
import { goBetweenLife, register, retireGoBetween } from '../mediator.js';
import { goBetweenView, type GoBetweenView } from '../mediator.view.js';
import { goBetweenProblems } from '../mediators.problems.js';
import type { GoBetweenDto } from './keep-go-betweens.controller.js';

const USUAL_LOAD = 3;

@Injectable()
export class KeepGoBetweensHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  async register(wish: GoBetweenDto, { communityId, personId }: Caller): Promise<GoBetweenView> {
    const deed = { by: personId, now: this.clock.now() };
    const { name, volunteerId, hometown, dialects, languages = [], trust, loadLimit = USUAL_LOAD, ties = [] } = wish;
    try {
      return await this.db.withTransaction(async (tx) => {
        // Locked, so that whoever leaves meanwhile is retired after they were registered.
        const volunteer = await tx.lockIfPresent(KnownVolunteer, { communityId, volunteerId });
        if (!volunteer) throw goBetweenProblems.unknownVolunteer();
        const one = tx.create(GoBetween, {
          ...{ id: uuidv7(), communityId, state: 'trusted', name, volunteerId, hometown, trust, loadLimit },
          dialects: dialects.map(({ code, level }) => ({ code, level })),
          languages: languages.map(({ code, level }) => ({ code, level })),
          ties: ties.map((tie) => ({ personId: tie.personId, kind: tie.kind })),
          ...keysOf(wish),
          registeredAt: deed.now,
        });
        await step(tx, goBetweenLife, one, register(one, deed.now), deed);
        return goBetweenView(one);
      });
    } catch (error) {
      if (isUniqueViolation(error, 'go_betweens_volunteer')) throw goBetweenProblems.twice({}, { cause: error });
      throw error;
    }
  }

  async list(query: PageQuery, { communityId }: Caller): Promise<Page<GoBetweenView>> {
    const found = this.db.read
      .createQueryBuilder(GoBetween, 'one')
      .where('one.communityId = :communityId', { communityId });
    const { items, nextCursor } = await keysetPage(found, 'one', { by: 'registeredAt', direction: 'ASC' }, query);
    return { items: items.map(goBetweenView), nextCursor };
  }

  retire(id: string, { communityId, personId }: Caller): Promise<GoBetweenView> {
    const deed = { by: personId, now: this.clock.now() };
    return this.db.withTransaction(async (tx) => {
      const one = await tx.lock(GoBetween, { id, communityId });
      await step(tx, goBetweenLife, one, retireGoBetween(one, deed.now), deed);
      return goBetweenView(one);
    });
  }
}
