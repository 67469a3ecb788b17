import { PledgeDeliveredSchema, toInstant, type PledgeDelivered } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';

/** A thing that has come is not taken back: nobody gives up the claim that it was pledged by. */
@Consumer()
export class OnDeliveries {
  @On(PledgeDeliveredSchema)
  async delivered({ event, tx }: Delivery<PledgeDelivered>): Promise<void> {
    // Events from before pledges followed claims name none.
    if (event.claimId === '') return;
    await tx.query(`UPDATE claims SET delivered_at = $3 WHERE pool = $1 AND id = $2`, [
      event.communityId,
      event.claimId,
      toInstant(event.recordedAt).toString(),
    ]);
  }
}
