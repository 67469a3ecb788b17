import { toInstant, VolunteerRegisteredSchema, type VolunteerRegistered } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { step } from '@huying/http';
import { FormerPupil } from '../child.entity.js';
import { formerPupilLife, returnPupil } from '../enrolment.js';

/** A former pupil has returned who registers as a volunteer. */
@Consumer()
export class OnVolunteers {
  @On(VolunteerRegisteredSchema)
  async registered({ event, tx }: Delivery<VolunteerRegistered>): Promise<void> {
    const { communityId, volunteerId, registeredAt } = event;
    const found = await tx.manager.find(FormerPupil, {
      where: { communityId, accountId: volunteerId },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    for (const pupil of found) {
      const now = toInstant(registeredAt);
      const returned = returnPupil(pupil, now);
      if (returned) await step(tx, formerPupilLife, pupil, returned, { by: volunteerId, now, reason: 'registered' });
    }
  }
}
