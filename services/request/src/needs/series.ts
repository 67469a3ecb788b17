import { Temporal } from 'temporal-polyfill';
import { RRuleTemporal } from 'rrule-temporal';
import { ensureState, ensureWindow, isBefore } from './deed.js';
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

// One rule and nothing besides it: what starts when is the need's own business.
const RULE = /^(RRULE:)?[A-Z0-9=;,+-]+$/i;
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
// A rule may be made to search for what never comes: it is given up soon.
const LIMITS = { maxIterations: 1_000, maxCandidateEvaluations: 20_000 };

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
  const first = need.startsAt.toZonedDateTimeISO(zone);
  const starts = [need.startsAt];
  try {
    const read = ruleOf(rule, first);
    read.all((date) => {
      const at = Temporal.Instant.fromEpochMilliseconds(date.epochMilliseconds);
      if (isBefore(need.startsAt, at)) starts.push(at);
      return starts.length <= MOST_OCCURRENCES && !isBefore(latest, at);
    });
  } catch (cause) {
    throw needProblems.recurrenceUnreadable({}, { cause });
  }
  return starts;
}

function ruleOf(rule: string, dtstart: Temporal.ZonedDateTime): RRuleTemporal<Temporal.ZonedDateTime> {
  if (!RULE.test(rule)) throw new RangeError('Not a rule of one line.');
  const rruleString = rule.replace(/^RRULE:/i, '').toUpperCase();
  const read = new RRuleTemporal({ rruleString, dtstart, temporal: Temporal, ...LIMITS });
  if (!FREQUENCIES.includes(read.options().freq)) throw new RangeError('A need recurs by the day at most.');
  return read;
}
