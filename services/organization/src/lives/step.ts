import type { Message } from '@bufbuild/protobuf';
import type { Tx } from '@huying/database';
import type { Life } from '@huying/lifecycle';
import type { Temporal } from 'temporal-polyfill';

/** Who wishes it and when. */
export interface Deed {
  readonly by: string;
  readonly now: Temporal.Instant;
}

/** A deed that is to be explained. */
export interface ReasonedDeed extends Deed {
  readonly reason: string;
}

/** Who carries out what nobody asked for: the timetable, and what follows from another service's event. */
export const TIMETABLE = 'timetable';
export const CLAIM_SERVICE = 'claim-service';

/** A row with a life. */
export interface Living<State extends string> {
  readonly id: string;
  readonly communityId: string;
  state: State;
}

/**
 * Carries out a step of a life: sets the state that the event leads to, stores the row, enters who and why in the history, and emits
 * the event. The only way in which anything here changes its state.
 */
export async function step<State extends string>(
  tx: Tx,
  life: Life<State>,
  row: Living<State>,
  event: Message,
  { by, now, reason = '' }: Deed & { readonly reason?: string },
): Promise<void> {
  const from = row.state;
  row.state = life.after(event);
  await tx.save(row);
  await tx.query(
    `INSERT INTO history (community_id, aggregate, aggregate_id, event, from_state, to_state, changed_by, reason, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.communityId,
      life.name,
      row.id,
      event.$typeName.split('.').at(-1),
      from,
      row.state,
      by,
      reason,
      now.toString(),
    ],
  );
  tx.emit(event);
}
