import { IsInstant } from '@huying/http';
import { Temporal } from 'temporal-polyfill';
import { Jurisdiction } from './clients.js';
import { open311Problems } from './open311.problems.js';

/** GET Service Requests: "may not span more than 90 days". */
export const WINDOW_DAYS = 90;
const WINDOW = { hours: WINDOW_DAYS * 24 };

/** From when to when. */
export class WindowQuery extends Jurisdiction {
  @IsInstant({ required: false, description: 'The earliest; left out: 90 days before the end' })
  start_date?: Temporal.Instant;

  @IsInstant({ required: false, description: 'The latest; left out: 90 days after the start, or now' })
  end_date?: Temporal.Instant;
}

/** What is looked into, both ends included. @throws open311-window-too-long, open311-window-backwards */
export function windowOf({ start_date: start, end_date: end }: WindowQuery, now: Temporal.Instant) {
  const from = start ?? (end ?? now).subtract(WINDOW);
  const to = end ?? (start ? start.add(WINDOW) : now);
  if (Temporal.Instant.compare(to, from) < 0) throw open311Problems.windowBackwards();
  if (Temporal.Instant.compare(to, from.add(WINDOW)) > 0) throw open311Problems.windowTooLong({ days: WINDOW_DAYS });
  return { from, to };
}

export const windowRefusals = [open311Problems.windowTooLong, open311Problems.windowBackwards] as const;
