import { create } from '@bufbuild/protobuf';
import { CallErasedSchema, ClaimPersonErasedSchema, type CallErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { claimRetention } from '../claim-retention.js';

/** Erases what was seen of whom the caller was looking for. */
@Consumer()
export class OnCallErased {
  @On(CallErasedSchema)
  async erased({ event, tx }: Delivery<CallErased>): Promise<void> {
    const rules = event.needId ? claimRetention : [];
    const answer = await answerErasure(tx, rules, event, { subject: 'need', id: event.needId });
    tx.emit(create(ClaimPersonErasedSchema, answer));
  }
}
