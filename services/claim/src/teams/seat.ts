import { createHash } from 'node:crypto';
import { ForbiddenError, isStaff, type Caller } from '@huying/auth';
import { isSeat } from '../rules/index.js';
import type { Claim } from '../claim.entity.js';

const ownerOf = (organisation: string): string => `seat:${encodeURIComponent(organisation)}:`;

/** The claimant of a seat that an organisation holds until it names somebody: the same for the same key. */
export function seatOf(organisation: string, key: string, number: number): string {
  const team = createHash('sha256').update(key).digest('base64url').slice(0, 16);
  return `${ownerOf(organisation)}${team}-${number}`;
}

/** @throws ForbiddenError unless the seat is the caller's organisation's; staff may name for all */
export function ensureOwnSeat(claim: Claim, by: Caller): void {
  if (!isSeat(claim.volunteerId) || (!isStaff(by) && !claim.volunteerId.startsWith(ownerOf(by.personId)))) {
    throw new ForbiddenError('not-yours');
  }
}
