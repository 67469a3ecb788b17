import { create } from '@bufbuild/protobuf';
import {
  AttendanceMissedSchema,
  NeedCompletedSchema,
  toInstant,
  toTimestamp,
  type NeedCompleted,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { append } from '../../feed/feed-entries.js';
import { KnownNeed } from '../../needs/known-need.entity.js';
import { countMissed } from './missed-by.js';

interface MissedRow {
  claim_id: string;
  community_id: string;
  volunteer_id: string;
}

/**
 * When a need is done, whoever held a place and never checked in has missed it; the second time blocks them. Whoever answers
 * an alert does so without a time to come at, so nobody misses one.
 */
@Consumer()
export class OnNeedCompleted {
  @On(NeedCompletedSchema)
  async completed({ event, tx }: Delivery<NeedCompleted>): Promise<void> {
    const { needId } = event;
    const need = await tx.manager.findOneBy(KnownNeed, { needId });
    if (need?.dispatch === 'alert') return;
    const at = toInstant(event.completedAt);
    const missed = await tx.query<MissedRow>(
      `UPDATE attendances SET state = 'missed', missed_at = $2 WHERE need_id = $1 AND state = 'expected'
       RETURNING claim_id, community_id, volunteer_id`,
      [needId, at.toString()],
    );
    // In one order for everybody: two needs completed at once lock the same volunteers one after the other.
    for (const row of missed.sort((a, b) => (a.volunteer_id < b.volunteer_id ? -1 : 1))) {
      const { claim_id: claimId, community_id: communityId, volunteer_id: volunteerId } = row;
      const blocked = await countMissed(tx, { communityId, volunteerId }, at);
      const details = { claimId, blocked };
      await append(tx, { communityId, type: 'attendance-missed', needId, volunteerId, details, at });
      tx.emit(create(AttendanceMissedSchema, { claimId, communityId, needId, volunteerId, missedAt: toTimestamp(at) }));
    }
  }
}
