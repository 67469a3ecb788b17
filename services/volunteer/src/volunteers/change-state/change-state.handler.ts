import type { VolunteerChanged } from '@huying/contracts';
import { Injectable } from '@nestjs/common';
import { ensureMay, type Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { exitGroups, groupsOfOne } from '../../groups/memberships.js';
import { Today } from '../today.js';
import { leave, resume, suspend, type Deed, type Outcome } from '../volunteer.js';
import { Volunteer } from '../volunteer.entity.js';
import { carryOut, enterHistory } from '../volunteer-records.js';
import { volunteerView, type VolunteerView } from '../volunteer.view.js';

type Decide = (volunteer: Volunteer, wish: Deed & { reason: string }) => Outcome<VolunteerChanged>;

/** What suspending, taking back and leaving have in common: lock, decide, store with who and why, answer. */
@Injectable()
export class ChangeStateHandler {
  constructor(
    private readonly db: Database,
    private readonly today: Today,
  ) {}

  suspend(id: string, reason: string, by: Caller): Promise<VolunteerView> {
    return this.carryOut(id, reason, by, suspend);
  }

  resume(id: string, reason: string, by: Caller): Promise<VolunteerView> {
    return this.carryOut(id, reason, by, resume);
  }

  leave(id: string, reason: string, by: Caller): Promise<VolunteerView> {
    return this.carryOut(id, reason, by, leave);
  }

  private carryOut(id: string, reason: string, by: Caller, decide: Decide): Promise<VolunteerView> {
    const deed = this.today.deedOf(by);
    return this.db.withTransaction(async (tx) => {
      const volunteer = await tx.lock(Volunteer, { communityId: by.communityId, id });
      ensureMay(by, 'change', 'volunteer', volunteer);
      const from = volunteer.state;
      await carryOut(tx, volunteer, decide(volunteer, { ...deed, reason }));
      await enterHistory(tx, volunteer, from, { by: deed.by, reason, at: deed.now });
      if (volunteer.state === 'left') await exitGroups(tx, volunteer, 'all', deed.now);
      return volunteerView(volunteer, await groupsOfOne(tx.manager, volunteer));
    });
  }
}
