import {
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
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { follow } from '../need.js';
import { boardOf } from './need-board.js';

type ClaimState = 'held' | 'waiting' | 'ended';

/** Enters what became of a claim; a claim is one row, so that an event that comes again changes nothing. */
async function enter(
  tx: Tx,
  claim: { claimId: string; needId: string; volunteerId: string },
  state: ClaimState,
): Promise<void> {
  await tx.query(
    `INSERT INTO need_board_claims (claim_id, need_id, volunteer_id, state) VALUES ($1, $2, $3, $4)
     ON CONFLICT (claim_id) DO UPDATE SET state = excluded.state`,
    [claim.claimId, claim.needId, claim.volunteerId, state],
  );
}

/** Folds what the claim service decided into the need's board; the last place fills the need, one given back opens it. */
@Consumer()
export class OnPlaces {
  @On(PlaceHeldSchema)
  async held({ event, tx }: Delivery<PlaceHeld>): Promise<void> {
    await enter(tx, event, 'held');
    await this.followUp(tx, event.needId, toInstant(event.heldAt));
  }

  @On(PlaceReleasedSchema)
  async released({ event, tx }: Delivery<PlaceReleased>): Promise<void> {
    await enter(tx, event, 'ended');
    await this.followUp(tx, event.needId, toInstant(event.releasedAt));
  }

  @On(WaitingListJoinedSchema)
  async joined({ event, tx }: Delivery<WaitingListJoined>): Promise<void> {
    await enter(tx, event, 'waiting');
  }

  @On(WaitingListLeftSchema)
  async left({ event, tx }: Delivery<WaitingListLeft>): Promise<void> {
    await enter(tx, event, 'ended');
  }

  private async followUp(tx: Tx, needId: string, at: Temporal.Instant): Promise<void> {
    const need = await tx.lock(Need, { id: needId });
    const { held } = await boardOf(tx.manager, needId);
    const change = follow(need, held, at);
    if (change) await transition(tx, need, change, { by: 'claim-service', reason: `${held} held`, at });
  }
}
