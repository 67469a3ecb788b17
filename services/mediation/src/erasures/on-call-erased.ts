import { create } from '@bufbuild/protobuf';
import { CallErasedSchema, MediationPersonErasedSchema, type CallErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { mediationRetention } from '../mediation-retention.js';

/** Erases what was remembered of a call in case it were a complaint. */
@Consumer()
export class OnCallErased {
  @On(CallErasedSchema)
  async erased({ event, tx }: Delivery<CallErased>): Promise<void> {
    const answer = await answerErasure(tx, mediationRetention, event, { subject: 'call', id: event.callId });
    tx.emit(create(MediationPersonErasedSchema, answer));
  }
}
