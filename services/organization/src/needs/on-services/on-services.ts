import {
  FeedbackGivenSchema,
  ServiceRecordedSchema,
  toInstant,
  type FeedbackGiven,
  type ServiceRecorded,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';

/** Keeps what volunteers did, and how content people were, for needs that arose here: what the health of organisations is made of. */
@Consumer()
export class OnServices {
  @On(ServiceRecordedSchema)
  async recorded({ event, tx }: Delivery<ServiceRecorded>): Promise<void> {
    await tx.query(
      `INSERT INTO need_services (claim_id, need_id, organization_id, volunteer_id, minutes, recorded_at)
       SELECT $1, need_id, organization_id, $3, $4, $5 FROM arisen_needs WHERE need_id = $2 AND organization_id IS NOT NULL
       ON CONFLICT (claim_id) DO UPDATE SET minutes = excluded.minutes, recorded_at = excluded.recorded_at`,
      [event.claimId, event.needId, event.volunteerId, event.minutes, toInstant(event.recordedAt).toString()],
    );
  }

  @On(FeedbackGivenSchema)
  async rated({ event, tx }: Delivery<FeedbackGiven>): Promise<void> {
    await tx.query(
      `INSERT INTO need_ratings (need_id, organization_id, rating, given_at)
       SELECT need_id, organization_id, $2, $3 FROM arisen_needs WHERE need_id = $1 AND organization_id IS NOT NULL
       ON CONFLICT (need_id) DO UPDATE SET rating = excluded.rating, given_at = excluded.given_at`,
      [event.needId, event.rating, toInstant(event.givenAt).toString()],
    );
  }
}
