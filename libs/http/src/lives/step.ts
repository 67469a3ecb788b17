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

/** Who carries out what nobody asked for. */
export const TIMETABLE = 'timetable';

/** A row with a life. */
export interface Living<State extends string> {
  readonly id: string;
  readonly communityId: string;
  state: State;
}

type ExplainedDeed = Deed & { readonly reason?: string };

/**
 * Carries out a step of a life: sets the state that the event leads to, stores the row, enters who and why in the history, and emits
 * the event. The only way in which anything with a life changes its state.
 */
export async function step<State extends string>(
  tx: Tx,
  life: Life<State>,
  row: Living<State>,
  event: Message,
  deed: ExplainedDeed,
): Promise<void> {
  await follow(tx, life, row, event, deed);
  tx.emit(event);
}

/** The same for a row whose state follows from an event of another row: that one emits it. */
export async function follow<State extends string>(
  tx: Tx,
  life: Life<State>,
  row: Living<State>,
  event: Message,
  deed: ExplainedDeed,
): Promise<void> {
  const from = row.state;
  row.state = life.after(event);
  await tx.save(row);
  await enter(tx, life, row, { event, from, deed });
}

/** Stores a row of which something is told that leaves its state as it is, whatever that is; enters it in the history, and emits. */
export async function tell<State extends string>(
  tx: Tx,
  life: Life<State>,
  row: Living<State>,
  event: Message,
  deed: ExplainedDeed,
): Promise<void> {
  await tx.save(row);
  await enter(tx, life, row, { event, from: row.state, deed });
  tx.emit(event);
}

function enter<State extends string>(
  tx: Tx,
  life: Life<State>,
  row: Living<State>,
  {
    event,
    from,
    deed: { by, now, reason = '' },
  }: { readonly event: Message; readonly from: State; readonly deed: ExplainedDeed },
): Promise<unknown> {
  return tx.query(
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
}
