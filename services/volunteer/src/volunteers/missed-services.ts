import type { VolunteerChanged } from '@huying/contracts';
import type { Temporal } from 'temporal-polyfill';
import type { Volunteer } from './volunteer.entity.js';
import { changed, type Outcome } from './volunteer.js';
import { volunteerProblems } from './volunteers.problems.js';

/** Services missed without a word after which somebody can claim no places until staff lift it. */
export const MOST_MISSED = 2;

/** What missing a service changes; the event only where others must hear of it. */
export type MissedOutcome = Pick<Volunteer, 'missedServices'> & { readonly outcome?: Outcome<VolunteerChanged> };

const counted = (volunteer: Volunteer, missedServices: number, now: Temporal.Instant): MissedOutcome => {
  const blocked = missedServices >= MOST_MISSED;
  if (blocked === (volunteer.blockedAt !== null)) return { missedServices };
  return {
    missedServices,
    outcome: changed(volunteer, { missedServices, blockedAt: blocked ? now : null }, now),
  };
};

/** A service was missed; the second one blocks. */
export function miss(volunteer: Volunteer, now: Temporal.Instant): MissedOutcome {
  return counted(volunteer, volunteer.missedServices + 1, now);
}

/** It turns out that the volunteer was there: the service was not missed. */
export function unmiss(volunteer: Volunteer, now: Temporal.Instant): MissedOutcome {
  return counted(volunteer, Math.max(0, volunteer.missedServices - 1), now);
}

/** Staff have heard why; counting begins anew. @throws volunteer-not-blocked */
export function liftBlock(volunteer: Volunteer, now: Temporal.Instant): Outcome<VolunteerChanged> {
  if (volunteer.blockedAt === null) throw volunteerProblems.notBlocked();
  return changed(volunteer, { missedServices: 0, blockedAt: null }, now);
}
