import { create } from '@bufbuild/protobuf';
import { PersonErasedSchema, VolunteerErasedSchema, type VolunteerErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { requestRetention } from '../request-retention.js';

/** Says what is kept of a volunteer who is erased: their account's id, where they held places and read details. */
@Consumer()
export class OnVolunteerErased {
  @On(VolunteerErasedSchema)
  async erased({ event, tx }: Delivery<VolunteerErased>): Promise<void> {
    const who = { subject: 'volunteer', id: event.volunteerId } as const;
    tx.emit(create(PersonErasedSchema, await answerErasure(tx, requestRetention, event, who)));
  }
}
