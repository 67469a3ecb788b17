import {
  isOfNeed,
  OfferEndedSchema,
  OfferSource,
  PlaceConfirmedSchema,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlaceReleasedSchema,
  toInstant,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type OfferEnded,
  type PlaceConfirmed,
  type PlaceHandedOver,
  type PlaceHeld,
  type PlaceOffered,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import { shown } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { learnClaim, type ClaimNews, type KnownClaimState } from '../../claims/known-claims.js';
import { append } from '../feed-entries.js';
import type { FeedDetails, FeedEntryType } from '../feed-entry.entity.js';
import { reasons, sources } from './reasons.js';

/** What becomes of a claim, and what its volunteer is told. */
interface News {
  readonly state: KnownClaimState;
  readonly type: FeedEntryType;
  readonly details?: FeedDetails;
  readonly at: Temporal.Instant;
}

/** Tells volunteers of their own places, of what they are offered, and of their place in the line. */
@Consumer()
export class OnPlaces {
  @On(PlaceHeldSchema, isOfNeed)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const { place, fromWaitingList } = event;
    const at = toInstant(event.heldAt);
    await this.tell(tx, event, { state: 'held', type: 'place-held', details: { place, fromWaitingList }, at });
  }

  @On(PlaceReleasedSchema, isOfNeed)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    const details = { place: event.place, reason: reasons[event.reason] };
    await this.tell(tx, event, { state: 'ended', type: 'place-released', details, at: toInstant(event.releasedAt) });
  }

  /** Whoever is asked again after a move holds the place meanwhile. */
  @On(PlaceOfferedSchema, isOfNeed)
  async offered({ event, tx }: Delivery<PlaceOffered>): Promise<void> {
    const state = event.source === OfferSource.MOVED ? 'held' : 'offered';
    const { place } = event;
    const details = { place, until: shown(toInstant(event.until)), source: sources[event.source] };
    await this.tell(tx, event, { state, type: 'place-offered', details, at: toInstant(event.offeredAt) });
  }

  @On(OfferEndedSchema, isOfNeed)
  async offerEnded({ event, tx }: Delivery<OfferEnded>): Promise<void> {
    const details = { reason: reasons[event.reason] };
    await this.tell(tx, event, { state: 'ended', type: 'offer-ended', details, at: toInstant(event.endedAt) });
  }

  @On(PlaceConfirmedSchema, isOfNeed)
  async confirmed({ event, tx }: Delivery<PlaceConfirmed>): Promise<void> {
    const details = { place: event.place };
    await this.tell(tx, event, { state: 'held', type: 'place-confirmed', details, at: toInstant(event.confirmedAt) });
  }

  /** Each of the two is told of their own claim, not of the other's name. */
  @On(PlaceHandedOverSchema, isOfNeed)
  async handedOver({ event, tx }: Delivery<PlaceHandedOver>): Promise<void> {
    const at = toInstant(event.handedOverAt);
    const { place } = event;
    const from = { ...event, claimId: event.fromClaimId, volunteerId: event.fromVolunteerId };
    await this.tell(tx, from, { state: 'ended', type: 'place-handed-over', details: { place }, at });
    await this.tell(tx, event, { state: 'held', type: 'place-held', details: { place, source: 'hand-over' }, at });
  }

  @On(WaitingListJoinedSchema, isOfNeed)
  async joined({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    const details = { position: event.position };
    await this.tell(tx, event, { state: 'waiting', type: 'waiting', details, at: toInstant(event.joinedAt) });
  }

  @On(WaitingListLeftSchema, isOfNeed)
  async left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    const details = { reason: reasons[event.reason] };
    await this.tell(tx, event, { state: 'ended', type: 'waiting-ended', details, at: toInstant(event.leftAt) });
  }

  private async tell(tx: Tx, claim: ClaimNews, { state, type, details, at }: News): Promise<void> {
    const { claimId, communityId, needId, volunteerId } = claim;
    await learnClaim(tx, claim, state, { at, reason: state === 'ended' ? (details?.reason ?? null) : null });
    await append(tx, { communityId, needId, volunteerId, type, details: { claimId, ...details }, at });
  }
}
