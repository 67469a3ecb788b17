import { isMessage, type Message } from '@bufbuild/protobuf';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import {
  NeedMovedSchema,
  NeedPublishedSchema,
  NeedReopenedSchema,
  toInstant,
  type Dispatch,
  type NeedMoved,
  type NeedPublished,
} from '@huying/contracts';
import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Need, NeedDispatch, NeedState } from './need.entity.js';
import { needLife } from './need-life.js';
import { publishedDispatch } from './publication.js';

/** Who changed the state of a need, and why. */
export interface Transition {
  readonly by: string;
  readonly reason: string;
  readonly at: Temporal.Instant;
}

/** What an event changes in the need. */
export function apply(need: Need, event: Message): void {
  if (isMessage(event, NeedMovedSchema)) {
    applyMove(need, event);
    return;
  }
  need.state = needLife.after(event);
  if (isMessage(event, NeedPublishedSchema)) {
    need.publication = event.publication;
    need.opensAt = toInstant(event.opensAt);
    need.closesAt = toInstant(event.closesAt);
    need.releaseUntil = toInstant(event.releaseUntil);
    need.publishedAt = toInstant(event.publishedAt);
    need.groupIds = event.groupIds;
    need.waitingList = event.waitingList;
    applyDispatch(need, event);
  }
  if (isMessage(event, NeedReopenedSchema)) {
    need.startsAt = toInstant(event.startsAt);
    need.endsAt = toInstant(event.endsAt);
    need.opensAt = need.closesAt = need.releaseUntil = need.publishedAt = null;
    need.groupsAt = need.everyoneAt = need.drawAt = null;
    need.rating = need.feedbackText = null;
  }
}

/** It is what it was before, at another time or place: who holds a place is the claim service's business. */
function applyMove(need: Need, event: NeedMoved): void {
  need.revision = event.revision;
  need.startsAt = toInstant(event.startsAt);
  need.endsAt = toInstant(event.endsAt);
  need.opensAt = toInstant(event.opensAt);
  need.closesAt = toInstant(event.closesAt);
  need.releaseUntil = toInstant(event.releaseUntil);
  need.locationName = event.location?.name ?? need.locationName;
  need.building = event.location?.building ?? need.building;
  need.latitude = event.location?.latitude ?? null;
  need.longitude = event.location?.longitude ?? null;
}

function applyDispatch(need: Need, event: NeedPublished): void {
  const at = (time: Timestamp | undefined) => (time ? toInstant(time) : null);
  need.revision = 0;
  need.dispatch = dispatchOf(event.dispatch);
  need.groupsAt = at(event.waves?.groupsAt);
  need.everyoneAt = at(event.waves?.everyoneAt);
  need.drawAt = at(event.drawAt);
  need.offerMinutes = event.offerMinutes;
  need.restHours = event.restHours;
  need.risk = event.risk;
}

/** Publications of earlier days do not say how they are dispatched: whoever came first held a place. */
function dispatchOf(told: Dispatch): NeedDispatch {
  const found = Object.entries(publishedDispatch).find(([, dispatch]) => dispatch === told);
  return (found?.[0] as NeedDispatch | undefined) ?? 'first-come';
}

/**
 * Carries out a transition: applies the event to the need, stores the need, enters who and why in its history, and
 * emits the event. The only way in which a need changes its state.
 */
export async function transition(tx: Tx, need: Need, event: Message, why: Transition): Promise<void> {
  const from = need.state;
  apply(need, event);
  // Something personal may be said of it anew: its days begin again.
  need.erasedAt = null;
  await tx.save(need);
  await enterHistory(tx, need, from, why);
  tx.emit(event);
}

/** Enters in a need's history who changed it and why. */
export async function enterHistory(tx: Tx, need: Need, from: NeedState, { by, reason, at }: Transition): Promise<void> {
  await tx.query(
    `INSERT INTO need_history (id, need_id, from_state, to_state, changed_by, reason, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [uuidv7(), need.id, from, need.state, by, reason, at.toString()],
  );
}
