import { isBefore, occurrences, RecurrenceUnreadableError } from '@huying/calendar';
import { Temporal } from 'temporal-polyfill';
import { ensureState, ensureWindow } from './deed.js';
import type { Need } from './need.entity.js';
import { needProblems } from './needs.problems.js';

/** Shifts of one need and occurrences of a recurring one, as decisions: plain functions, with clock and zone handed in. */

/** One service of a series. */
export interface Shift {
  readonly startsAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  /** Left out: as many as the need has. */
  readonly places?: number;
}

export const MOST_OCCURRENCES = 100;
/** A year, whichever. */
const FURTHEST = Temporal.Duration.from({ hours: 366 * 24 });

/** @throws need-wrong-state, need-in-a-series */
function ensurePlannable(need: Need): void {
  ensureState(need, 'draft');
  if (need.seriesId !== null) throw needProblems.inASeries();
}

/**
 * The shifts of a draft in the order of their starts; the draft itself becomes the first.
 * @throws need-wrong-state, need-in-a-series, need-ends-before-start, need-too-long, need-starts-in-the-past
 */
export function planShifts(need: Need, { shifts, now }: { shifts: readonly Shift[]; now: Temporal.Instant }): Shift[] {
  ensurePlannable(need);
  for (const { startsAt, endsAt } of shifts) ensureWindow(startsAt, endsAt, now);
  return [...shifts].sort((a, b) => Temporal.Instant.compare(a.startsAt, b.startsAt));
}

/**
 * The occurrences of a recurring draft: itself, and those that a recurrence rule (RFC 5545) gives in the community's zone,
 * where nine o'clock stays nine o'clock.
 * @throws need-wrong-state, need-in-a-series, need-recurrence-unreadable, need-recurs-too-often, need-recurs-too-long,
 * need-recurs-never, need-starts-in-the-past
 */
export function planRecurrence(
  need: Need,
  { rule, zone, now }: { rule: string; zone: string; now: Temporal.Instant },
): Shift[] {
  ensurePlannable(need);
  ensureWindow(need.startsAt, need.endsAt, now);
  const latest = need.startsAt.add(FURTHEST);
  const starts = startsOf(need, rule, zone, latest);
  if (starts.length > MOST_OCCURRENCES) throw needProblems.recursTooOften({ most: MOST_OCCURRENCES });
  if (starts.some((at) => isBefore(latest, at))) throw needProblems.recursTooLong();
  if (starts.length < 2) throw needProblems.recursNever();
  const lasts = need.startsAt.until(need.endsAt);
  return starts.map((startsAt) => ({ startsAt, endsAt: startsAt.add(lasts) }));
}

/** As many as there may be and one more, to see that there are too many. */
function startsOf(need: Need, rule: string, zone: string, latest: Temporal.Instant): Temporal.Instant[] {
  try {
    return occurrences({ rule, first: need.startsAt, zone, latest, most: MOST_OCCURRENCES });
  } catch (error) {
    if (error instanceof RecurrenceUnreadableError) throw needProblems.recurrenceUnreadable({}, { cause: error });
    throw error;
  }
}
