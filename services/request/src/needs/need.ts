import { create } from '@bufbuild/protobuf';
import {
  FeedbackGivenSchema,
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedFilledSchema,
  NeedRaisedSchema,
  NeedReopenedSchema,
  NeedServiceStartedSchema,
  NeedUnfilledSchema,
  toTimestamp,
  type FeedbackGiven,
  type NeedCancelled,
  type NeedClosed,
  type NeedCompleted,
  type NeedExpired,
  type NeedFilled,
  type NeedRaised,
  type NeedReopened,
  type NeedServiceStarted,
  type NeedUnfilled,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import { isBefore } from '@huying/calendar';
import { ensureState, ensureWindow, urgencies, type Deed, type ReasonedDeed } from './deed.js';
import type { Need } from './need.entity.js';
import { needLife } from './need-life.js';
import { needProblems } from './needs.problems.js';

/**
 * A need's life as decisions: plain functions of the need and the wish. They refuse by throwing a problem or give the
 * event; the handler applies it and stores both. The clock comes in with the wish.
 */

/** @throws need-ends-before-start, need-too-long, need-starts-in-the-past */
export function raise(need: Need, { by, now, reason }: ReasonedDeed): NeedRaised {
  ensureWindow(need.startsAt, need.endsAt, now);
  return create(NeedRaisedSchema, {
    needId: need.id,
    communityId: need.communityId,
    callId: need.callId ?? '',
    catalogueItemCode: need.catalogueItemCode,
    title: need.title,
    urgency: urgencies[need.urgency],
    places: need.places,
    startsAt: toTimestamp(need.startsAt),
    endsAt: toTimestamp(need.endsAt),
    dueAt: toTimestamp(need.dueAt),
    raisedBy: by,
    reason,
    raisedAt: toTimestamp(now),
  });
}

/** The board counts: the need is filled with its last place, and no longer when one is given back or added; an alert never is. */
export function follow(need: Need, held: number, deed: ReasonedDeed): NeedFilled | NeedUnfilled | undefined {
  const { by, now, reason } = deed;
  const common = { needId: need.id, communityId: need.communityId, reason };
  if (needLife.may(need.state, NeedFilledSchema) && held >= need.places && need.dispatch !== 'alert') {
    return create(NeedFilledSchema, { ...common, places: need.places, filledBy: by, filledAt: toTimestamp(now) });
  }
  if (needLife.may(need.state, NeedUnfilledSchema) && held < need.places) {
    return create(NeedUnfilledSchema, { ...common, held, unfilledBy: by, unfilledAt: toTimestamp(now) });
  }
  return undefined;
}

/** Somebody checked in: the service has begun, if it had not before. */
export function startService(need: Need, { by, now, reason }: ReasonedDeed): NeedServiceStarted | undefined {
  if (!needLife.may(need.state, NeedServiceStartedSchema)) return undefined;
  return create(NeedServiceStartedSchema, {
    needId: need.id,
    communityId: need.communityId,
    startedBy: by,
    reason,
    startedAt: toTimestamp(now),
  });
}

/** @throws need-wrong-state, need-not-started */
export function complete(need: Need, deed: ReasonedDeed): NeedCompleted {
  needLife.ensure(need.state, NeedCompletedSchema);
  if (isBefore(deed.now, need.startsAt) && need.state !== 'in-service') throw needProblems.notStarted();
  return completed(need, deed);
}

/** An alert is over: the need is done, also before its start. One that has ended otherwise stays as it is. */
export function standDown(need: Need, deed: ReasonedDeed): NeedCompleted | undefined {
  return needLife.may(need.state, NeedCompletedSchema) ? completed(need, deed) : undefined;
}

function completed(need: Need, { by, now, reason }: ReasonedDeed): NeedCompleted {
  return create(NeedCompletedSchema, {
    needId: need.id,
    communityId: need.communityId,
    completedBy: by,
    reason,
    completedAt: toTimestamp(now),
  });
}

/** @throws need-wrong-state, need-rated-already */
export function rate(need: Need, { by, now, rating, text }: Deed & { rating: number; text: string }): FeedbackGiven {
  ensureState(need, 'completed', 'closed');
  if (need.rating !== null) throw needProblems.ratedAlready();
  return create(FeedbackGivenSchema, {
    needId: need.id,
    communityId: need.communityId,
    rating,
    text,
    givenBy: by,
    givenAt: toTimestamp(now),
  });
}

/** @throws need-wrong-state */
export function close(need: Need, { by, now, reason }: ReasonedDeed): NeedClosed {
  needLife.ensure(need.state, NeedClosedSchema);
  return create(NeedClosedSchema, {
    needId: need.id,
    communityId: need.communityId,
    closedBy: by,
    reason,
    closedAt: toTimestamp(now),
  });
}

/** @throws need-wrong-state */
export function cancel(need: Need, { by, now, reason }: ReasonedDeed): NeedCancelled {
  needLife.ensure(need.state, NeedCancelledSchema);
  return create(NeedCancelledSchema, {
    needId: need.id,
    communityId: need.communityId,
    cancelledBy: by,
    reason,
    cancelledAt: toTimestamp(now),
  });
}

/** A published need whose time went by with nobody holding a place expires; one that somebody holds is left to staff. */
export function expire(need: Need, held: number, { by, now, reason }: ReasonedDeed): NeedExpired | undefined {
  const over = Temporal.Instant.compare(need.endsAt, now) <= 0;
  if (!over || held > 0 || !needLife.may(need.state, NeedExpiredSchema)) return undefined;
  return create(NeedExpiredSchema, {
    needId: need.id,
    communityId: need.communityId,
    expiredBy: by,
    reason,
    expiredAt: toTimestamp(now),
  });
}

/** @throws need-wrong-state, need-ends-before-start, need-too-long, need-starts-in-the-past */
export function reopen(
  need: Need,
  wish: ReasonedDeed & { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): NeedReopened {
  needLife.ensure(need.state, NeedReopenedSchema);
  ensureWindow(wish.startsAt, wish.endsAt, wish.now);
  return create(NeedReopenedSchema, {
    needId: need.id,
    communityId: need.communityId,
    reopenedBy: wish.by,
    reason: wish.reason,
    startsAt: toTimestamp(wish.startsAt),
    endsAt: toTimestamp(wish.endsAt),
    reopenedAt: toTimestamp(wish.now),
  });
}
