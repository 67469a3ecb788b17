import { create } from '@bufbuild/protobuf';
import { CallErasedSchema, VolunteerPersonErasedSchema, type CallErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { volunteerRetention } from '../volunteer-retention.js';

/** Erases what is known here of the need that came of a call. */
@Consumer()
export class OnCallErased {
  @On(CallErasedSchema)
  async erased({ event, tx }: Delivery<CallErased>): Promise<void> {
    const rules = event.needId ? volunteerRetention : [];
    const answer = await answerErasure(tx, rules, event, { subject: 'need', id: event.needId });
    tx.emit(create(VolunteerPersonErasedSchema, answer));
  }
}
