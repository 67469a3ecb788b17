import { toInstant, VolunteerErasedSchema, type VolunteerErased } from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { noteChange } from '../known/pool-change.js';

/**
 * Empties what decisions know of whoever is erased, and notes that Redis is to hear of it. The answer is given when Redis, its log and the
 * ledger know nothing of them either: forget-volunteers.ts.
 */
@Consumer()
export class OnVolunteerErased {
  @On(VolunteerErasedSchema)
  async erased({ event, tx }: Delivery<VolunteerErased>): Promise<void> {
    const { communityId: pool, volunteerId, version, erasureId, erasedAt } = event;
    await tx.query(
      `INSERT INTO known_volunteers (pool, id, profile_version, erasure_id, erased_at, version)
       VALUES ($1, $2, $3, $4, $5, nextval('known_volunteers_version'))
       ON CONFLICT (pool, id) DO UPDATE
         SET profile_version = greatest(known_volunteers.profile_version, excluded.profile_version), active = false,
             consent = false, guardian = false, blocked = false, born = 0, skills = '{}', group_ids = '{}',
             trainings = '{}', hometown = '', dialects = '{}', erasure_id = excluded.erasure_id,
             erased_at = excluded.erased_at, erasure_answered = false, version = excluded.version`,
      [pool, volunteerId, version, erasureId, toInstant(erasedAt).toString()],
    );
    noteChange(tx, pool, 'volunteer', volunteerId);
  }
}
