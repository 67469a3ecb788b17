import {
  CheckedInSchema,
  ServiceRecordedSchema,
  toInstant,
  type CheckedIn,
  type ServiceRecorded,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import { Consumer, On, type Delivery } from '@huying/events';
import type { Temporal } from 'temporal-polyfill';
import { Need } from '../need.entity.js';
import { transition } from '../need-history.js';
import { startService } from '../need.js';
import { isPresent } from './need-board.js';

/** Who has come holds a place, also when word of the place is still on its way: it comes by another topic. */
async function note(
  tx: Tx,
  { claimId, needId, volunteerId }: Pick<CheckedIn, 'claimId' | 'needId' | 'volunteerId'>,
  seen: { readonly checkedInAt?: Temporal.Instant; readonly minutes?: number },
): Promise<void> {
  await tx.query(
    `INSERT INTO need_board_claims AS known (claim_id, need_id, volunteer_id, state, checked_in_at, minutes)
     VALUES ($1, $2, $3, 'held', $4, $5)
     ON CONFLICT (claim_id) DO UPDATE SET checked_in_at = coalesce(excluded.checked_in_at, known.checked_in_at),
       minutes = coalesce(excluded.minutes, known.minutes)`,
    [claimId, needId, volunteerId, seen.checkedInAt?.toString() ?? null, seen.minutes ?? null],
  );
}

/** Folds check-ins and service records into the need's board; the first check-in of a publication starts the service. */
@Consumer()
export class OnAttendance {
  @On(CheckedInSchema)
  async checkedIn({ event, tx }: Delivery<CheckedIn>): Promise<void> {
    const at = toInstant(event.checkedInAt);
    await note(tx, event, { checkedInAt: at });
    const need = await tx.lock(Need, { id: event.needId });
    // Noted afterwards, it may be of a time before the need was reopened: the new service has not begun with that.
    if (!(await isPresent(tx.manager, event.needId, event.claimId))) return;
    const why = { by: event.volunteerId, reason: 'checked-in' };
    const started = startService(need, { ...why, now: at });
    if (started) await transition(tx, need, started, { ...why, at });
  }

  @On(ServiceRecordedSchema)
  async recorded({ event, tx }: Delivery<ServiceRecorded>): Promise<void> {
    await note(tx, event, { minutes: event.minutes });
  }
}
