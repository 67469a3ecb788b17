import { create } from '@bufbuild/protobuf';
import {
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PlacesOf,
  PledgeMadeSchema,
  PledgeWaitingSchema,
  PledgeWithdrawnSchema,
  toInstant,
  WaitingListJoinedSchema,
  WaitingListLeftSchema,
  type PlaceHeld,
  type PlaceReleased,
  type WaitingListJoined,
  type WaitingListLeft,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { followClaim, isOf, PLACE_GIVEN_BACK, type Claim, type Following } from '../../lives/follow-claim.js';
import { CLAIM_SERVICE, step } from '../../lives/step.js';
import { Appeal, Pledge, type PledgeState } from '../pledge.entity.js';
import { pledgeLife, pledgeTold, requestPledge, withdrawPledge } from '../pledge.js';

const isOfAppeal = isOf(PlacesOf.APPEAL);
const pledges: Following<PledgeState, Pledge> = { entity: Pledge, life: pledgeLife, begin };

/** Whose a thing is to give is the claim service's decision; it is followed here. */
@Consumer()
export class OnPledgedPlaces {
  @On(PlaceHeldSchema, isOfAppeal)
  held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const { heldAt: madeAt, place: number, claimId } = event;
    return followClaim(tx, pledges, event, PledgeMadeSchema, toInstant(madeAt), (pledge) => {
      pledge.number = number;
      return create(PledgeMadeSchema, { ...pledgeTold(pledge), giverId: pledge.giverId, number, claimId, madeAt });
    });
  }

  @On(PlaceReleasedSchema, isOfAppeal)
  released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    return withdraw(tx, event, toInstant(event.releasedAt));
  }

  @On(WaitingListJoinedSchema, isOfAppeal)
  waiting({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    const { joinedAt: waitingAt } = event;
    return followClaim(tx, pledges, event, PledgeWaitingSchema, toInstant(waitingAt), (pledge) =>
      create(PledgeWaitingSchema, { ...pledgeTold(pledge), waitingAt }),
    );
  }

  @On(WaitingListLeftSchema, isOfAppeal)
  left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    return withdraw(tx, event, toInstant(event.leftAt));
  }
}

const withdraw = (tx: Tx, claim: Claim, now: Temporal.Instant): Promise<void> =>
  followClaim(tx, pledges, claim, PledgeWithdrawnSchema, now, (pledge) =>
    withdrawPledge(pledge, { by: CLAIM_SERVICE, now, reason: PLACE_GIVEN_BACK }),
  );

async function begin(tx: Tx, claim: Claim, now: Temporal.Instant): Promise<Pledge | undefined> {
  const { communityId, claimId, needId: appealId, volunteerId: giverId } = claim;
  const appeal = await tx.manager.findOneBy(Appeal, { id: appealId, communityId });
  if (!appeal) return undefined;
  const pledge = tx.create(Pledge, {
    ...{ id: uuidv7(), communityId, state: 'requested', appealId, giverId, claimId, engraving: null },
    ...{ number: null, nextUpkeepOn: null, remindedOf: null, upkeepsDone: 0, upkeepsMissed: 0 },
    requestedAt: now,
  });
  await step(tx, pledgeLife, pledge, requestPledge(pledge, now), { by: giverId, now });
  return pledge;
}
