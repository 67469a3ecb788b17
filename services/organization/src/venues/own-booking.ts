import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import type { Tx } from '@huying/database';
import { actsFor } from '../organizations/acting.js';
import { Organization } from '../organizations/organization.entity.js';
import type { Booking } from './venue.entity.js';
import { bookingProblems } from './venues.problems.js';

/** A booking is for whoever made it, those who act for its organisation, and staff. @throws ForbiddenError `not-yours` */
export async function ensureTheirs(
  tx: Tx,
  { bookedBy, organizationId }: Booking,
  by: Caller,
  today: string,
): Promise<void> {
  if (isStaff(by) || bookedBy === by.personId) return;
  const organization = organizationId && (await tx.manager.findOneBy(Organization, { id: organizationId }));
  const theirs = organization && (await actsFor(tx.manager, by, organization, today));
  if (!theirs) throw new ForbiddenError('not-yours');
}

/** A class does not lose its room while its sessions stand. @throws booking-of-a-class */
export async function ensureOfNoClass(tx: Tx, bookingIds: readonly string[]): Promise<void> {
  const sessions = await tx.query(
    `SELECT FROM class_sessions WHERE booking_id = ANY($1) AND state = 'scheduled' LIMIT 1`,
    [bookingIds],
  );
  if (sessions.length > 0) throw bookingProblems.ofAClass();
}
