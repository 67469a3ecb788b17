import { create } from '@bufbuild/protobuf';
import { DeliberationPersonErasedSchema, VolunteerErasedSchema, type VolunteerErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { deliberationRetention } from '../deliberation-retention.js';

/** Erases what this service keeps of a volunteer who is erased. */
@Consumer()
export class OnVolunteerErased {
  @On(VolunteerErasedSchema)
  async erased({ event, tx }: Delivery<VolunteerErased>): Promise<void> {
    const who = { subject: 'volunteer', id: event.volunteerId } as const;
    tx.emit(create(DeliberationPersonErasedSchema, await answerErasure(tx, deliberationRetention, event, who)));
  }
}
