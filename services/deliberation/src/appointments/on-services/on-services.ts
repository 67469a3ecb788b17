import { ServiceRecordedSchema, type ServiceRecorded } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';

/** Hours that somebody has served speak for them. */
@Consumer()
export class OnServices {
  @On(ServiceRecordedSchema)
  async recorded({ event, tx }: Delivery<ServiceRecorded>): Promise<void> {
    const { claimId, communityId, volunteerId, minutes } = event;
    await tx.query(
      `INSERT INTO service_deeds (claim_id, community_id, person_id, minutes) VALUES ($1, $2, $3, $4)
       ON CONFLICT (claim_id) DO UPDATE SET minutes = excluded.minutes`,
      [claimId, communityId, volunteerId, minutes],
    );
  }
}
