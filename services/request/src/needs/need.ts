import { create } from '@bufbuild/protobuf';
import {
  Audience,
  FeedbackGivenSchema,
  NeedCancelledSchema,
  NeedClosedSchema,
  NeedCompletedSchema,
  NeedExpiredSchema,
  NeedFilledSchema,
  NeedPublishedSchema,
  NeedRaisedSchema,
  NeedReopenedSchema,
  NeedServiceStartedSchema,
  NeedUnfilledSchema,
  toTimestamp,
  Urgency,
  type FeedbackGiven,
  type NeedCancelled,
  type NeedClosed,
  type NeedCompleted,
  type NeedExpired,
  type NeedFilled,
  type NeedPublished,
  type NeedRaised,
  type NeedReopened,
  type NeedServiceStarted,
  type NeedUnfilled,
} from '@huying/contracts';
import { Temporal } from 'temporal-polyfill';
import type { Need, NeedState } from './need.entity.js';
import { needProblems } from './needs.problems.js';

/**
 * A need's life as decisions: plain functions of the need and the wish. They refuse by throwing a problem or give the
 * event; the handler applies it and stores both. The clock comes in with the wish.
 */

/** Who wishes it and when. */
export interface Deed {
  readonly by: string;
  readonly now: Temporal.Instant;
}

/** A deed that is to be explained. */
export interface ReasonedDeed extends Deed {
  readonly reason: string;
}

const isBefore = (a: Temporal.Instant, b: Temporal.Instant): boolean => Temporal.Instant.compare(a, b) < 0;

/** The longest time that one service may last, in hours; longer ones are several needs. */
const LONGEST_SERVICE_HOURS = 24;

/** @throws need-ends-before-start, need-too-long, need-starts-in-the-past */
function ensureWindow(startsAt: Temporal.Instant, endsAt: Temporal.Instant, now: Temporal.Instant): void {
  if (!isBefore(startsAt, endsAt)) throw needProblems.endsBeforeStart();
  if (startsAt.until(endsAt).total('hours') > LONGEST_SERVICE_HOURS) {
    throw needProblems.tooLong({ hours: LONGEST_SERVICE_HOURS });
  }
  if (isBefore(startsAt, now)) throw needProblems.startsInThePast();
}

/** @throws need-wrong-state unless the need is in one of these states */
function ensureState(need: Need, ...states: NeedState[]): void {
  if (!states.includes(need.state)) throw needProblems.wrongState({ state: need.state });
}

const urgencies: Record<Need['urgency'], Urgency> = {
  normal: Urgency.NORMAL,
  high: Urgency.HIGH,
  emergency: Urgency.EMERGENCY,
};

/** @throws need-ends-before-start, need-too-long, need-starts-in-the-past */
export function raise(need: Need, { by, now }: Deed): NeedRaised {
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
    raisedAt: toTimestamp(now),
  });
}

/** How a need is to be published; what is left out has the default that its comment names. */
export interface Publication extends Deed {
  /** When claiming opens; default and at the earliest: now. */
  readonly opensAt?: Temporal.Instant;
  /** When claiming closes; default: the start of the service. */
  readonly closesAt?: Temporal.Instant;
  /** Until when a place may be given back freely; default: two hours before the start. */
  readonly releaseUntil?: Temporal.Instant;
  /** The volunteer groups that may claim; none: everybody. */
  readonly groupIds: readonly string[];
  readonly waitingList: boolean;
}

const FREE_RELEASE = Temporal.Duration.from({ hours: 2 });

/** @throws need-not-a-draft, need-starts-in-the-past, need-opens-after-start, need-closes-before-opening */
export function publish(need: Need, wish: Publication): NeedPublished {
  if (need.state !== 'draft') throw needProblems.notADraft({ state: need.state });
  if (isBefore(need.startsAt, wish.now)) throw needProblems.startsInThePast();
  const opensAt = wish.opensAt && isBefore(wish.now, wish.opensAt) ? wish.opensAt : wish.now;
  const closesAt = wish.closesAt ?? need.startsAt;
  if (!isBefore(opensAt, need.startsAt)) throw needProblems.opensAfterStart();
  if (!isBefore(opensAt, closesAt)) throw needProblems.closesBeforeOpening();
  if (isBefore(need.endsAt, closesAt)) throw needProblems.closesAfterEnd();
  return create(NeedPublishedSchema, {
    needId: need.id,
    communityId: need.communityId,
    publication: need.publication + 1,
    catalogueItemCode: need.catalogueItemCode,
    title: need.title,
    description: need.description,
    urgency: urgencies[need.urgency],
    places: need.places,
    startsAt: toTimestamp(need.startsAt),
    endsAt: toTimestamp(need.endsAt),
    opensAt: toTimestamp(opensAt),
    closesAt: toTimestamp(closesAt),
    releaseUntil: toTimestamp(wish.releaseUntil ?? need.startsAt.subtract(FREE_RELEASE)),
    location: { name: need.locationName, building: need.building },
    requirements: { skills: need.skills, minimumAge: need.minimumAge },
    audience: wish.groupIds.length > 0 ? Audience.GROUPS : Audience.COMMUNITY,
    groupIds: [...wish.groupIds],
    waitingList: wish.waitingList,
    organiser: need.organiser,
    personInCharge: need.personInCharge,
    publishedBy: wish.by,
    publishedAt: toTimestamp(wish.now),
  });
}

/** The board counts: the need is filled with its last place, and no longer when one is given back. */
export function follow(need: Need, held: number, now: Temporal.Instant): NeedFilled | NeedUnfilled | undefined {
  const common = { needId: need.id, communityId: need.communityId };
  if (need.state === 'published' && held >= need.places) {
    return create(NeedFilledSchema, { ...common, places: need.places, filledAt: toTimestamp(now) });
  }
  if (need.state === 'filled' && held < need.places) {
    return create(NeedUnfilledSchema, { ...common, held, unfilledAt: toTimestamp(now) });
  }
  return undefined;
}

/** Somebody checked in: the service has begun, if it had not before. */
export function startService(need: Need, now: Temporal.Instant): NeedServiceStarted | undefined {
  if (need.state !== 'published' && need.state !== 'filled') return undefined;
  return create(NeedServiceStartedSchema, {
    needId: need.id,
    communityId: need.communityId,
    startedAt: toTimestamp(now),
  });
}

/** @throws need-wrong-state, need-not-started */
export function complete(need: Need, { by, now, reason }: ReasonedDeed): NeedCompleted {
  ensureState(need, 'published', 'filled', 'in-service');
  if (isBefore(now, need.startsAt) && need.state !== 'in-service') throw needProblems.notStarted();
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
  ensureState(need, 'completed');
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
  ensureState(need, 'draft', 'published', 'filled');
  return create(NeedCancelledSchema, {
    needId: need.id,
    communityId: need.communityId,
    cancelledBy: by,
    reason,
    cancelledAt: toTimestamp(now),
  });
}

/** A published need whose time went by with nobody holding a place expires; one that somebody holds is left to staff. */
export function expire(need: Need, held: number, now: Temporal.Instant): NeedExpired | undefined {
  const over = Temporal.Instant.compare(need.endsAt, now) <= 0;
  if (!over || held > 0 || (need.state !== 'draft' && need.state !== 'published')) return undefined;
  return create(NeedExpiredSchema, { needId: need.id, communityId: need.communityId, expiredAt: toTimestamp(now) });
}

/** @throws need-wrong-state, need-ends-before-start, need-too-long, need-starts-in-the-past */
export function reopen(
  need: Need,
  wish: ReasonedDeed & { startsAt: Temporal.Instant; endsAt: Temporal.Instant },
): NeedReopened {
  ensureState(need, 'completed', 'closed', 'cancelled', 'expired');
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
