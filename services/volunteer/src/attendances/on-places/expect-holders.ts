import {
  isOfNeed,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  toInstant,
  type PlaceHandedOver,
  type PlaceHeld,
  type PlaceReleased,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';

/**
 * Expects whoever holds a place, until it is given back. An attendance is one row for each claim, and what has happened on
 * site stays: somebody who has checked in was there, whatever becomes of the place afterwards.
 */
@Consumer()
export class ExpectHolders {
  @On(PlaceHeldSchema, isOfNeed)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    await expect(tx, event, at(event.heldAt));
  }

  @On(PlaceReleasedSchema, isOfNeed)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    await release(tx, event, at(event.releasedAt));
  }

  /** The one is expected no more, the other is. */
  @On(PlaceHandedOverSchema, isOfNeed)
  async handedOver({ event, tx }: Delivery<PlaceHandedOver>): Promise<void> {
    const before = { ...event, claimId: event.fromClaimId, volunteerId: event.fromVolunteerId };
    await release(tx, before, at(event.handedOverAt));
    await expect(tx, event, at(event.handedOverAt));
  }
}

type Place = Pick<PlaceHeld, 'claimId' | 'communityId' | 'needId' | 'volunteerId' | 'place'>;

async function expect(tx: Tx, { claimId, communityId, needId, volunteerId, place }: Place, at: string): Promise<void> {
  await tx.query(
    `INSERT INTO attendances (claim_id, community_id, need_id, volunteer_id, place, state, held_at)
     VALUES ($1, $2, $3, $4, $5, 'expected', $6) ON CONFLICT (claim_id) DO NOTHING`,
    [claimId, communityId, needId, volunteerId, place, at],
  );
}

async function release(tx: Tx, { claimId, communityId, needId, volunteerId, place }: Place, at: string): Promise<void> {
  await tx.query(
    `INSERT INTO attendances (claim_id, community_id, need_id, volunteer_id, place, state, held_at)
     VALUES ($1, $2, $3, $4, $5, 'released', $6)
     ON CONFLICT (claim_id) DO UPDATE SET state = 'released' WHERE attendances.state = 'expected'`,
    [claimId, communityId, needId, volunteerId, place, at],
  );
}

const at = (time: PlaceHeld['heldAt']): string => toInstant(time).toString();
