import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { ensureVersion } from '@huying/http';
import { groupsOfOne } from '../../groups/memberships.js';
import { changesOf } from '../profile.dto.js';
import { Today } from '../today.js';
import { change } from '../volunteer.js';
import { Volunteer } from '../volunteer.entity.js';
import { carryOut } from '../volunteer-records.js';
import { volunteerView, type VolunteerView } from '../volunteer.view.js';
import type { ChangeVolunteerDto } from './change-volunteer.controller.js';

@Injectable()
export class ChangeVolunteerHandler {
  constructor(
    private readonly db: Database,
    private readonly today: Today,
  ) {}

  handle(id: string, wish: ChangeVolunteerDto, expected: number, by: Caller): Promise<VolunteerView> {
    const deed = this.today.deedOf(by);
    return this.db.withTransaction(async (tx) => {
      const volunteer = await tx.lock(Volunteer, { communityId: by.communityId, id });
      ensureMay(by, 'change', 'volunteer', volunteer);
      ensureVersion(volunteer, expected);
      const outcome = change(volunteer, { ...deed, profile: changesOf(wish) });
      if (outcome) await carryOut(tx, volunteer, outcome);
      return volunteerView(volunteer, await groupsOfOne(tx.manager, volunteer));
    });
  }
}
