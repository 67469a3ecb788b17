import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import { isBefore } from './times.js';

/** This is no recurrence rule that can be followed; what the library said is its cause. */
export class RecurrenceUnreadableError extends Error {
  readonly code = 'recurrence-unreadable';

  constructor(cause: unknown) {
    super('Not a rule of one line by the day, week, month or year (RFC 5545).', { cause });
  }
}

/** A recurrence as it is asked for. */
export interface Recurrence {
  /** RFC 5545, one line, with or without `RRULE:`; by the day at most. */
  readonly rule: string;
  /** The first occurrence; always the first of the answer, also where the rule would leave it out. */
  readonly first: Temporal.Instant;
  /** Where nine o'clock stays nine o'clock. */
  readonly zone: string;
  /** Nothing after it is looked for, but the one that tells that there is something after it. */
  readonly latest: Temporal.Instant;
  /** Stops after one more than that, which tells that there are too many. */
  readonly most: number;
}

// One rule and nothing besides it: what starts when is said by `first`.
const RULE = /^(RRULE:)?[A-Z0-9=;,+-]+$/i;
const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'];
// A rule may be made to search for what never comes: it is given up soon.
const LIMITS = { maxIterations: 1_000, maxCandidateEvaluations: 20_000 };

/**
 * The occurrences of a rule, in order. More than `most`, or one after `latest`, means that the rule goes further than allowed:
 * the caller says what that is called.
 * @throws RecurrenceUnreadableError
 */
export function occurrences({ rule, first, zone, latest, most }: Recurrence): Temporal.Instant[] {
  const found = [first];
  try {
    ruleOf(rule, first.toZonedDateTimeISO(zone)).all((date) => {
      const at = Temporal.Instant.fromEpochMilliseconds(date.epochMilliseconds);
      if (isBefore(first, at)) found.push(at);
      return found.length <= most && !isBefore(latest, at);
    });
  } catch (cause) {
    throw new RecurrenceUnreadableError(cause);
  }
  return found;
}

function ruleOf(rule: string, dtstart: Temporal.ZonedDateTime): RRuleTemporal<Temporal.ZonedDateTime> {
  if (!RULE.test(rule)) throw new RangeError('Not a rule of one line.');
  const rruleString = rule.replace(/^RRULE:/i, '').toUpperCase();
  const read = new RRuleTemporal({ rruleString, dtstart, temporal: Temporal, ...LIMITS });
  if (!FREQUENCIES.includes(read.options().freq)) throw new RangeError('Recurs by the day at most.');
  return read;
}
