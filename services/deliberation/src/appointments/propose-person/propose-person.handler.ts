import { Injectable } from '@nestjs/common';
import type { Caller } from '@huying/auth';
import { Database } from '@huying/database';
import { CommunityTime, step } from '@huying/http';
import { v7 as uuidv7 } from 'uuid';
import { appointmentLife, propose } from '../appointment.js';
import { Appointment, Territory } from '../appointment.entity.js';
import { appointmentView, type AppointmentView } from '../appointment.view.js';
import type { ProposePersonDto } from './propose-person.controller.js';

@Injectable()
export class ProposePersonHandler {
  constructor(
    private readonly db: Database,
    private readonly time: CommunityTime,
  ) {}

  handle(wish: ProposePersonDto, { communityId, personId: by }: Caller): Promise<AppointmentView> {
    const deed = { by, now: this.time.now() };
    return this.db.withTransaction(async (tx) => {
      const territory = await tx.get(Territory, { id: wish.territoryId, communityId });
      const one = tx.create(Appointment, {
        ...{ id: uuidv7(), communityId, state: 'proposed', ...wish, proposedAt: deed.now },
      });
      const proposed = propose(one, { ...deed, territory, today: this.time.today() });
      await step(tx, appointmentLife, one, proposed, deed);
      return appointmentView(one);
    });
  }
}
