import {
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesOf,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type PlaceHeld,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { enrolments } from '../../classes/enrolments.js';
import { pledges } from '../../pledges/pledges.js';
import type { ClaimFollower } from '../follow-claims.js';

/** What follows claims, by what their places are of. Whoever teaches follows claims to needs, see on-teachers. */
const followers: Readonly<Partial<Record<PlacesOf, ClaimFollower>>> = {
  [PlacesOf.CLASS]: enrolments,
  [PlacesOf.APPEAL]: pledges,
};

/** Which child has a place in a class, and who gives which thing, is the claim service's decision; it is followed here. */
@Consumer()
export class OnClaims {
  @On(PlaceHeldSchema)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    await followers[event.of]?.held(tx, event);
  }

  @On(PlaceReleasedSchema)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    await followers[event.of]?.released(tx, event);
  }

  @On(WaitingListJoinedSchema)
  async waiting({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    await followers[event.of]?.waiting(tx, event);
  }

  @On(WaitingListLeftSchema)
  async left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    await followers[event.of]?.left(tx, event);
  }
}
