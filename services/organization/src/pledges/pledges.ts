import { create } from '@bufbuild/protobuf';
import { PledgeMadeSchema, PledgeWaitingSchema, PledgeWithdrawnSchema } from '@huying/contracts';
import type { Tx } from '@huying/database';
import { step } from '@huying/http';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import { followClaims, type Claim } from '../claims/follow-claims.js';
import { Appeal, Pledge, type PledgeState } from './pledge.entity.js';
import { pledgeLife, pledgeTold, requestPledge, withdrawPledge } from './pledge.js';

/** Pledges follow the claims of residents to things of appeals. */
export const pledges = followClaims<PledgeState, Pledge>({
  entity: Pledge,
  life: pledgeLife,
  begin,
  held: [
    PledgeMadeSchema,
    (pledge, { place: number, claimId, heldAt: madeAt }) => {
      pledge.number = number;
      return create(PledgeMadeSchema, { ...pledgeTold(pledge), giverId: pledge.giverId, number, claimId, madeAt });
    },
  ],
  waiting: [
    PledgeWaitingSchema,
    (pledge, { joinedAt: waitingAt }) => create(PledgeWaitingSchema, { ...pledgeTold(pledge), waitingAt }),
  ],
  over: [PledgeWithdrawnSchema, withdrawPledge],
});

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
