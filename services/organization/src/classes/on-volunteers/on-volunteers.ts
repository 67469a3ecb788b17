import { create } from '@bufbuild/protobuf';
import {
  FormerPupilReturnedSchema,
  toInstant,
  VolunteerRegisteredSchema,
  type VolunteerRegistered,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { step } from '@huying/http';
import { FormerPupil } from '../child.entity.js';
import { formerPupilLife } from '../enrolment.js';

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
      if (!formerPupilLife.may(pupil.state, FormerPupilReturnedSchema)) continue;
      const { id: formerPupilId, termId } = pupil;
      const returned = create(FormerPupilReturnedSchema, {
        formerPupilId,
        communityId,
        termId,
        returnedAt: registeredAt,
      });
      const why = { by: volunteerId, now: toInstant(registeredAt), reason: 'registered' };
      await step(tx, formerPupilLife, pupil, returned, why);
    }
  }
}
