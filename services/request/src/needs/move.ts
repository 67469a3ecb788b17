import { create } from '@bufbuild/protobuf';
import { NeedMovedSchema, toTimestamp, type NeedMoved } from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import { isBefore } from '@huying/calendar';
import { ensureState, ensureWindow, type ReasonedDeed } from './deed.js';
import type { Need } from './need.entity.js';
import { needProblems } from './needs.problems.js';
import { locationOf, type Place } from './publication.js';

/** Where to and when a need is moved. */
export interface Move extends ReasonedDeed {
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  /** Left out: it stays where it is. */
  readonly place?: Place;
  /** Until when those who hold a place are asked whether they come; left out: they give it back at once. */
  readonly answerBy?: Temporal.Instant;
}

const isSame = (need: Need, { startsAt, endsAt, place = need }: Move): boolean =>
  need.startsAt.equals(startsAt) &&
  need.endsAt.equals(endsAt) &&
  need.locationName === place.locationName &&
  need.building === place.building &&
  need.latitude === place.latitude &&
  need.longitude === place.longitude;

/**
 * A published need takes place at another time or place. The closing of claims and the time until which places may be given
 * back keep their distance to the start; what opens claiming stays.
 * @throws need-wrong-state, need-ends-before-start, need-too-long, need-starts-in-the-past, need-not-moved,
 * need-answer-out-of-time, need-opens-after-start, need-waves-too-late, need-draw-too-late
 */
export function move(need: Need, wish: Move): NeedMoved {
  ensureState(need, 'published', 'filled');
  const { startsAt, endsAt, answerBy, now } = wish;
  ensureWindow(startsAt, endsAt, now);
  if (isSame(need, wish)) throw needProblems.notMoved();
  if (answerBy && !(isBefore(now, answerBy) && isBefore(answerBy, startsAt))) throw needProblems.answerOutOfTime();
  const times = movedTimes(need, wish);
  ensureReachable(need, times, now);
  return create(NeedMovedSchema, {
    needId: need.id,
    communityId: need.communityId,
    publication: need.publication,
    revision: need.revision + 1,
    startsAt: toTimestamp(startsAt),
    endsAt: toTimestamp(endsAt),
    opensAt: toTimestamp(times.opensAt),
    closesAt: toTimestamp(times.closesAt),
    releaseUntil: toTimestamp(times.releaseUntil),
    location: locationOf(wish.place ?? need),
    answerBy: answerBy && toTimestamp(answerBy),
    reason: wish.reason,
    movedBy: wish.by,
    movedAt: toTimestamp(now),
  });
}

interface Times {
  readonly opensAt: Temporal.Instant;
  readonly closesAt: Temporal.Instant;
  readonly releaseUntil: Temporal.Instant;
}

function movedTimes(need: Need, { startsAt, endsAt, now }: Move): Times {
  const by = need.startsAt.until(startsAt);
  const closesAt = (need.closesAt ?? need.startsAt).add(by);
  return {
    opensAt: need.opensAt ?? now,
    closesAt: isBefore(endsAt, closesAt) ? endsAt : closesAt,
    releaseUntil: (need.releaseUntil ?? need.startsAt).add(by),
  };
}

/** What is still to come must come before claiming closes. */
function ensureReachable(need: Need, { opensAt, closesAt }: Times, now: Temporal.Instant): void {
  const comesTooLate = (at: Temporal.Instant | null) => at !== null && isBefore(now, at) && !isBefore(at, closesAt);
  if (comesTooLate(opensAt)) throw needProblems.opensAfterStart();
  if (comesTooLate(need.everyoneAt)) throw needProblems.wavesTooLate();
  if (comesTooLate(need.drawAt)) throw needProblems.drawTooLate();
}
