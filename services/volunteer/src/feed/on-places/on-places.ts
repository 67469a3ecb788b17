import {
  EndReason,
  PlaceHeldSchema,
  PlaceReleasedSchema,
  toInstant,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type PlaceHeld,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { append } from '../feed-entries.js';

const reasons: Record<EndReason, string> = {
  [EndReason.UNSPECIFIED]: 'unknown',
  [EndReason.VOLUNTEER]: 'volunteer',
  [EndReason.STAFF]: 'staff',
  [EndReason.NEED_ENDED]: 'need-ended',
  [EndReason.NO_LONGER_FIT]: 'no-longer-fit',
  [EndReason.HANDED_OVER]: 'handed-over',
  [EndReason.OFFER_EXPIRED]: 'offer-expired',
  [EndReason.DECLINED]: 'declined',
  [EndReason.PARTY_BROKEN]: 'party-broken',
  [EndReason.STOOD_DOWN]: 'stood-down',
  [EndReason.REJECTED]: 'rejected',
  [EndReason.PLACES_LOWERED]: 'places-lowered',
};

const personal = (event: { communityId: string; needId: string; volunteerId: string }) => ({
  communityId: event.communityId,
  needId: event.needId,
  volunteerId: event.volunteerId,
});

/** Tells volunteers of their own places and of their place in the line. */
@Consumer()
export class OnPlaces {
  @On(PlaceHeldSchema)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const { claimId, place, fromWaitingList } = event;
    const details = { claimId, place, fromWaitingList };
    await append(tx, { ...personal(event), type: 'place-held', details, at: toInstant(event.heldAt) });
  }

  @On(PlaceReleasedSchema)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    const details = { claimId: event.claimId, place: event.place, reason: reasons[event.reason] };
    await append(tx, { ...personal(event), type: 'place-released', details, at: toInstant(event.releasedAt) });
  }

  @On(WaitingListJoinedSchema)
  async joined({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    const details = { claimId: event.claimId, position: event.position };
    await append(tx, { ...personal(event), type: 'waiting', details, at: toInstant(event.joinedAt) });
  }

  @On(WaitingListLeftSchema)
  async left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    const details = { claimId: event.claimId, reason: reasons[event.reason] };
    await append(tx, { ...personal(event), type: 'waiting-ended', details, at: toInstant(event.leftAt) });
  }
}
