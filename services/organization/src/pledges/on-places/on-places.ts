import { create, type Message } from '@bufbuild/protobuf';
import {
  PlaceHeldSchema,
  PlaceReleasedSchema,
  PledgeMadeSchema,
  PledgeWithdrawnSchema,
  toInstant,
  type PlaceHeld,
  type PlaceReleased,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { validate as isUuid } from 'uuid';
import { CLAIM_SERVICE, step } from '../../lives/step.js';
import { Pledge } from '../pledge.entity.js';
import { pledgeLife } from '../pledge.js';

/** Whose a thing is to give is the claim service's decision: the need is the appeal, the claimant the pledge. */
@Consumer()
export class OnPledgedPlaces {
  @On(PlaceHeldSchema)
  held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    const { heldAt: madeAt, place: number } = event;
    return follow(tx, event, toInstant(madeAt), (pledge) => {
      if (!pledgeLife.may(pledge.state, PledgeMadeSchema)) return undefined;
      pledge.number = number;
      return create(PledgeMadeSchema, { ...told(pledge), giverId: pledge.giverId, number, madeAt });
    });
  }

  @On(PlaceReleasedSchema)
  released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    const { releasedAt: withdrawnAt } = event;
    return follow(tx, event, toInstant(withdrawnAt), (pledge) => {
      if (!pledgeLife.may(pledge.state, PledgeWithdrawnSchema)) return undefined;
      const reason = 'place-given-back';
      return create(PledgeWithdrawnSchema, { ...told(pledge), reason, withdrawnBy: CLAIM_SERVICE, withdrawnAt });
    });
  }
}

const told = ({ id, communityId, appealId }: Pledge) => ({ pledgeId: id, communityId, appealId });

async function follow(
  tx: Tx,
  { needId, volunteerId }: { needId: string; volunteerId: string },
  now: Temporal.Instant,
  decide: (pledge: Pledge) => Message | undefined,
): Promise<void> {
  if (!isUuid(volunteerId)) return;
  const pledge = await tx.lockIfPresent(Pledge, { id: volunteerId, appealId: needId });
  const event = pledge && decide(pledge);
  if (pledge && event) await step(tx, pledgeLife, pledge, event, { by: CLAIM_SERVICE, now, reason: 'by-claim' });
}
