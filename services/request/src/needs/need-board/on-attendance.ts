import {
  CheckedInSchema,
  ServiceRecordedSchema,
  toInstant,
  type CheckedIn,
  type ServiceRecorded,
} from '@huying/contracts';
import { Consumer, On, type Delivery } from '@huying/events';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { startService } from '../need.js';

/** Folds check-ins and service records into the need's board; the first check-in starts the service. */
@Consumer()
export class OnAttendance {
  @On(CheckedInSchema)
  async checkedIn({ event, tx }: Delivery<CheckedIn>): Promise<void> {
    const at = toInstant(event.checkedInAt);
    await tx.query(`UPDATE need_board_claims SET checked_in_at = $2 WHERE claim_id = $1`, [
      event.claimId,
      at.toString(),
    ]);
    const need = await tx.lock(Need, { id: event.needId });
    const started = startService(need, at);
    if (started) await transition(tx, need, started, { by: event.volunteerId, reason: 'checked-in', at });
  }

  @On(ServiceRecordedSchema)
  async recorded({ event, tx }: Delivery<ServiceRecorded>): Promise<void> {
    await tx.query(`UPDATE need_board_claims SET minutes = $2 WHERE claim_id = $1`, [event.claimId, event.minutes]);
  }
}
