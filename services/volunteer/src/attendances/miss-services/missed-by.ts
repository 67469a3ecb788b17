import type { Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { miss, unmiss, type MissedOutcome } from '../../volunteers/missed-services.js';
import { Volunteer } from '../../volunteers/volunteer.entity.js';
import { carryOut } from '../../volunteers/volunteer-records.js';
import type { Attendance } from '../attendance.entity.js';

type Whose = Pick<Attendance, 'communityId' | 'volunteerId'>;

/** Counts a service that its volunteer missed. Returns whether that blocked them. */
export function countMissed(tx: Tx, whose: Whose, now: Temporal.Instant): Promise<boolean> {
  return count(tx, whose, (volunteer) => miss(volunteer, now));
}

/** Takes back that a service was missed: the volunteer had come. */
export async function takeBackMissed(tx: Tx, whose: Whose, now: Temporal.Instant): Promise<void> {
  await count(tx, whose, (volunteer) => unmiss(volunteer, now));
}

/** A place may be held by somebody who is no volunteer here, such as an organisation: nothing is counted. */
async function count(
  tx: Tx,
  { communityId, volunteerId }: Whose,
  decide: (volunteer: Volunteer) => MissedOutcome,
): Promise<boolean> {
  const volunteer = await tx.lockIfPresent(Volunteer, { communityId, id: volunteerId });
  if (!volunteer) return false;
  const { missedServices, outcome } = decide(volunteer);
  volunteer.missedServices = missedServices;
  if (outcome) await carryOut(tx, volunteer, outcome);
  else await tx.save(volunteer);
  return outcome !== undefined && volunteer.blockedAt !== null;
}
