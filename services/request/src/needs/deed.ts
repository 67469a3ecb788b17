import { isBefore } from '@huying/calendar';
import { Urgency } from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import type { Need, NeedState } from './need.entity.js';
import { needProblems } from './needs.problems.js';

/** Who wishes it and when. */
export interface Deed {
  readonly by: string;
  readonly now: Temporal.Instant;
}

/** A deed that is to be explained. */
export interface ReasonedDeed extends Deed {
  readonly reason: string;
}

/** The longest time that one service may last, in hours; longer ones are several needs. */
const LONGEST_SERVICE_HOURS = 24;

/** @throws need-ends-before-start, need-too-long, need-starts-in-the-past */
export function ensureWindow(startsAt: Temporal.Instant, endsAt: Temporal.Instant, now: Temporal.Instant): void {
  if (!isBefore(startsAt, endsAt)) throw needProblems.endsBeforeStart();
  if (startsAt.until(endsAt).total('hours') > LONGEST_SERVICE_HOURS) {
    throw needProblems.tooLong({ hours: LONGEST_SERVICE_HOURS });
  }
  if (isBefore(startsAt, now)) throw needProblems.startsInThePast();
}

/** @throws need-wrong-state unless the need is in one of these states */
export function ensureState(need: Need, ...states: NeedState[]): void {
  if (!states.includes(need.state)) throw needProblems.wrongState({ state: need.state });
}

/** Urgencies as the published language has them. */
export const urgencies: Record<Need['urgency'], Urgency> = {
  normal: Urgency.NORMAL,
  high: Urgency.HIGH,
  emergency: Urgency.EMERGENCY,
};
