import type { Timestamp } from '@bufbuild/protobuf/wkt';
import {
  AlertStoodDownSchema,
  isOfNeed,
  OfferEndedSchema,
  OfferSource,
  PlaceHandedOverSchema,
  PlaceHeldSchema,
  PlaceOfferedSchema,
  PlaceReleasedSchema,
  PlacesChangedSchema,
  toInstant,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type AlertStoodDown,
  type OfferEnded,
  type PlaceHandedOver,
  type PlaceHeld,
  type PlaceOffered,
  type PlaceReleased,
  type PlacesChanged,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { Need } from '../need.entity.js';
import { enterHistory, transition } from '../need-history.js';
import { follow, standDown } from '../need.js';
import { boardOf } from './need-board.js';

/** Who enters in a need's history what the claim service decided. */
const CLAIM_SERVICE = 'claim-service';

/** An offered place is held by nobody yet, and whom it is offered waits no more. */
type ClaimState = 'held' | 'offered' | 'waiting' | 'ended';

/**
 * Enters what became of a claim; a claim is one row, so that an event that comes again changes nothing. It is since the first
 * that is told of it; its end tells nothing of that.
 */
async function enter(
  tx: Tx,
  claim: { claimId: string; needId: string; volunteerId: string },
  state: ClaimState,
  at: Timestamp | undefined,
): Promise<void> {
  await tx.query(
    `INSERT INTO need_board_claims AS known (claim_id, need_id, volunteer_id, state, since) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (claim_id) DO UPDATE SET state = excluded.state,
       since = CASE excluded.state WHEN 'ended' THEN known.since ELSE least(known.since, excluded.since) END`,
    [claim.claimId, claim.needId, claim.volunteerId, state, toInstant(at).toString()],
  );
}

/** Folds what the claim service decided into the need's board; the last place fills the need, one given back opens it. */
@Consumer()
export class OnPlaces {
  @On(PlaceHeldSchema, isOfNeed)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    await enter(tx, event, 'held', event.heldAt);
    await this.followUp(tx, event.needId, toInstant(event.heldAt));
  }

  @On(PlaceReleasedSchema, isOfNeed)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    await enter(tx, event, 'ended', event.releasedAt);
    await this.followUp(tx, event.needId, toInstant(event.releasedAt));
  }

  @On(WaitingListJoinedSchema, isOfNeed)
  async joined({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    await enter(tx, event, 'waiting', event.joinedAt);
  }

  @On(WaitingListLeftSchema, isOfNeed)
  async left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    await enter(tx, event, 'ended', event.leftAt);
  }

  /** Whoever is asked again after a move holds the place meanwhile. */
  @On(PlaceOfferedSchema, isOfNeed)
  async offered({ event, tx }: Delivery<PlaceOffered>): Promise<void> {
    if (event.source !== OfferSource.MOVED) await enter(tx, event, 'offered', event.offeredAt);
  }

  @On(OfferEndedSchema, isOfNeed)
  async offerEnded({ event, tx }: Delivery<OfferEnded>): Promise<void> {
    await enter(tx, event, 'ended', event.endedAt);
  }

  /** As many hold a place as before; who sees private details changes with it. */
  @On(PlaceHandedOverSchema, isOfNeed)
  async handedOver({ event, tx }: Delivery<PlaceHandedOver>): Promise<void> {
    const before = { ...event, claimId: event.fromClaimId, volunteerId: event.fromVolunteerId };
    await enter(tx, before, 'ended', event.handedOverAt);
    await enter(tx, event, 'held', event.handedOverAt);
  }

  @On(PlacesChangedSchema, isOfNeed)
  async placesChanged({ event, tx }: Delivery<PlacesChanged>): Promise<void> {
    const need = await tx.lock(Need, { id: event.needId });
    if (need.places === event.places) return;
    const at = toInstant(event.changedAt);
    const reason = `places: ${need.places} → ${event.places}`;
    need.places = event.places;
    await tx.save(need);
    await enterHistory(tx, need, need.state, { by: CLAIM_SERVICE, reason, at });
    await this.followUp(tx, event.needId, at);
  }

  /** Nobody has to come any more: the need is done, however it ended. */
  @On(AlertStoodDownSchema)
  async stoodDown({ event, tx }: Delivery<AlertStoodDown>): Promise<void> {
    const need = await tx.lock(Need, { id: event.needId });
    const at = toInstant(event.stoodDownAt);
    const reason = `stood-down: ${event.outcome}`;
    const completed = standDown(need, { by: CLAIM_SERVICE, reason, now: at });
    if (completed) await transition(tx, need, completed, { by: CLAIM_SERVICE, reason, at });
  }

  private async followUp(tx: Tx, needId: string, at: Temporal.Instant): Promise<void> {
    const need = await tx.lock(Need, { id: needId });
    const { held } = await boardOf(tx.manager, needId);
    const why = { by: CLAIM_SERVICE, reason: `${held} held` };
    const change = follow(need, held, { ...why, now: at });
    if (change) await transition(tx, need, change, { ...why, at });
  }
}
