import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { Clock } from '@huying/http';
import { groupsOfOne } from '../../groups/memberships.js';
import { liftBlock } from '../missed-services.js';
import { Volunteer } from '../volunteer.entity.js';
import { carryOut, enterHistory } from '../volunteer-records.js';
import { volunteerView, type VolunteerView } from '../volunteer.view.js';

@Injectable()
export class LiftBlockHandler {
  constructor(
    private readonly db: Database,
    private readonly clock: Clock,
  ) {}

  handle(id: string, reason: string, by: Caller): Promise<VolunteerView> {
    const now = this.clock.now();
    return this.db.withTransaction(async (tx) => {
      const volunteer = await tx.lock(Volunteer, { communityId: by.communityId, id });
      await carryOut(tx, volunteer, liftBlock(volunteer, now));
      await enterHistory(tx, volunteer, 'blocked', { by: by.personId, reason, at: now });
      return volunteerView(volunteer, await groupsOfOne(tx.manager, volunteer));
    });
  }
}
