import { PlaceHeldSchema, PlaceReleasedSchema, toInstant, type PlaceHeld, type PlaceReleased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';

/**
 * Expects whoever holds a place, until it is given back. An attendance is one row for each claim, and what has happened on
 * site stays: somebody who has checked in was there, whatever becomes of the place afterwards.
 */
@Consumer()
export class ExpectHolders {
  @On(PlaceHeldSchema)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    await tx.query(
      `INSERT INTO attendances (claim_id, community_id, need_id, volunteer_id, place, state, held_at)
       VALUES ($1, $2, $3, $4, $5, 'expected', $6) ON CONFLICT (claim_id) DO NOTHING`,
      [event.claimId, event.communityId, event.needId, event.volunteerId, event.place, at(event.heldAt)],
    );
  }

  @On(PlaceReleasedSchema)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    await tx.query(
      `INSERT INTO attendances (claim_id, community_id, need_id, volunteer_id, place, state, held_at)
       VALUES ($1, $2, $3, $4, $5, 'released', $6)
       ON CONFLICT (claim_id) DO UPDATE SET state = 'released' WHERE attendances.state = 'expected'`,
      [event.claimId, event.communityId, event.needId, event.volunteerId, event.place, at(event.releasedAt)],
    );
  }
}

const at = (time: PlaceHeld['heldAt']): string => toInstant(time).toString();
