import {
  toInstant,
  VolunteerChangedSchema,
  VolunteerRegisteredSchema,
  VolunteerState,
  type VolunteerChanged,
  type VolunteerRegistered,
} from '@huying/contracts';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { step } from '@huying/http';
import { GoBetween, KnownVolunteer } from '../mediator.entity.js';
import { goBetweenLife, retireGoBetween } from '../mediator.js';

/** Who says that a volunteer has left. */
const VOLUNTEER_SERVICE = 'volunteer-service';

/**
 * Learns who the volunteers are, of whom go-betweens are chosen: who has left is asked no more. Where they are on a case
 * already, its sides have accepted them.
 */
@Consumer()
export class OnVolunteers {
  @On(VolunteerRegisteredSchema)
  async registered({ event, tx }: Delivery<VolunteerRegistered>): Promise<void> {
    const { volunteerId, communityId } = event;
    await tx.manager.upsert(KnownVolunteer, { volunteerId, communityId }, ['communityId', 'volunteerId']);
  }

  @On(VolunteerChangedSchema)
  async changed({ event, tx }: Delivery<VolunteerChanged>): Promise<void> {
    const { volunteerId, communityId, fitness, changedAt } = event;
    if (fitness?.state !== VolunteerState.LEFT) return;
    await tx.manager.delete(KnownVolunteer, { volunteerId, communityId });
    await askNoMore(tx, event, changedAt);
  }
}

/** Who is a volunteer no more goes between no more. */
export async function askNoMore(
  tx: Tx,
  { volunteerId, communityId }: Pick<VolunteerChanged, 'volunteerId' | 'communityId'>,
  at: Timestamp | undefined,
): Promise<void> {
  const one = await tx.lockIfPresent(GoBetween, { volunteerId, communityId, state: 'trusted' });
  if (!one) return;
  const deed = { by: VOLUNTEER_SERVICE, now: toInstant(at) };
  await step(tx, goBetweenLife, one, retireGoBetween(one, deed.now), deed);
}
