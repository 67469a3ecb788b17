import type { Message } from '@bufbuild/protobuf';
import { blindIndex, encrypt, type Tx } from '@huying/database';
import type { Temporal } from 'temporal-polyfill';
import { v7 as uuidv7 } from 'uuid';
import type { Outcome } from './volunteer.js';
import type { Volunteer } from './volunteer.entity.js';

/** Why and by whom a volunteer's state changes. */
export interface Reason {
  readonly by: string;
  readonly reason: string;
  readonly at: Temporal.Instant;
}

/** Stores what was decided and emits its event: the only way in which a volunteer's record changes. */
export async function carryOut(tx: Tx, volunteer: Volunteer, { changes, event }: Outcome<Message>): Promise<void> {
  Object.assign(volunteer, changes);
  volunteer.phoneIndex = blindIndex(volunteer.phone);
  await tx.save(volunteer);
  tx.emit(event);
}

/** Enters who changed a volunteer's state, and why. */
export async function enterHistory(
  tx: Tx,
  { communityId, id, state }: Volunteer,
  from: string,
  { by, reason, at }: Reason,
): Promise<void> {
  await tx.query(
    `INSERT INTO volunteer_history (id, community_id, volunteer_id, from_state, to_state, changed_by, reason, changed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuidv7(), communityId, id, from, state, by, encrypt(reason), at.toString()],
  );
}
