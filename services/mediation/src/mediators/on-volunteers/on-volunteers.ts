import { toInstant, VolunteerChangedSchema, VolunteerState, type VolunteerChanged } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { step } from '@huying/http';
import { GoBetween } from '../mediator.entity.js';
import { goBetweenLife, retireGoBetween } from '../mediator.js';

/** Who says that a volunteer has left. */
const VOLUNTEER_SERVICE = 'volunteer-service';

/** A go-between is a volunteer: who has left is asked no more. Where they are on a case already, its sides have accepted them. */
@Consumer()
export class OnVolunteers {
  @On(VolunteerChangedSchema)
  async changed({ event, tx }: Delivery<VolunteerChanged>): Promise<void> {
    const { volunteerId, communityId, fitness, changedAt } = event;
    if (fitness?.state !== VolunteerState.LEFT) return;
    const one = await tx.lockIfPresent(GoBetween, { volunteerId, communityId, state: 'trusted' });
    if (!one) return;
    const deed = { by: VOLUNTEER_SERVICE, now: toInstant(changedAt) };
    await step(tx, goBetweenLife, one, retireGoBetween(one, deed.now), deed);
  }
}
