import { create } from '@bufbuild/protobuf';
import { MediationPersonErasedSchema, VolunteerErasedSchema, type VolunteerErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { answerErasure } from '@huying/http';
import { mediationRetention } from '../mediation-retention.js';
import { askNoMore } from '../mediators/on-volunteers/on-volunteers.js';

/** A volunteer who is erased goes between no more, and nobody knows any more why people trusted them. */
@Consumer()
export class OnVolunteerErased {
  @On(VolunteerErasedSchema)
  async erased({ event, tx }: Delivery<VolunteerErased>): Promise<void> {
    await askNoMore(tx, event, event.erasedAt);
    const who = { subject: 'volunteer', id: event.volunteerId } as const;
    tx.emit(create(MediationPersonErasedSchema, await answerErasure(tx, mediationRetention, event, who)));
  }
}
