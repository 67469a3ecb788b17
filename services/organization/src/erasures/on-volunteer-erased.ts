import { create } from '@bufbuild/protobuf';
import { OrganizationPersonErasedSchema, VolunteerErasedSchema, type VolunteerErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { organizationRetention } from '../organization-retention.js';

/** Erases what this service keeps of a volunteer who is erased. */
@Consumer()
export class OnVolunteerErased {
  @On(VolunteerErasedSchema)
  async erased({ event, tx }: Delivery<VolunteerErased>): Promise<void> {
    const who = { subject: 'volunteer', id: event.volunteerId } as const;
    tx.emit(create(OrganizationPersonErasedSchema, await answerErasure(tx, organizationRetention, event, who)));
  }
}
